"""The first page of a task, for a phone at a border post: sixty kilobytes, without the fonts."""

import gzip

from referrals.services import begin_draft

MOST = 60 * 1024
FONTS = (".woff", ".woff2")


def test_the_first_page_of_a_task_is_light(world, as_person):
    """The page as it travels; sheets and scripts as WhiteNoise keeps them, at gzip's level 9."""
    draft = begin_draft(actor=world.actor("border"), content={})
    guard = as_person("border")
    guard.page.wait_for_load_state(
        "networkidle"
    )  # what the page before still fetches is not counted
    answers = []
    guard.page.on("response", lambda answer: answers.append(answer))
    guard.go(f"/screening/{draft.uuid}/").page.wait_for_load_state("networkidle")
    page, *pieces = [a for a in answers if not a.url.split("?")[0].endswith(FONTS)]
    assert page.headers["content-encoding"] == "gzip"
    sizes = {"page": page.request.sizes()["responseBodySize"]}
    for piece in pieces:
        sizes[piece.url.removeprefix(guard.base)] = len(gzip.compress(piece.body(), 9))
    told = sorted(sizes.items(), key=lambda one: -one[1])
    assert sum(sizes.values()) <= MOST, told
    assert "/static/bootstrap/css/bootstrap.min.css" in sizes
    assert not [url for url in sizes if "htmx" in url], "too heavy for a phone at a border post"
