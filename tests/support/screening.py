"""Somebody types at a screening: a page that remembers the version she read."""

import re

from referrals import services
from referrals.models import Draft

TICKS = {
    "act": ["act.recruited", "act.transported"],
    "means": ["means.papers"],
    "purpose": ["purpose.work"],
}


class Page:
    """A draft as somebody types at it; remembers the version she read."""

    def __init__(self, client, url: str) -> None:
        self.client, self.url, self.version = client, url, 1

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(uuid=self.url.split("/")[2])

    @property
    def typed(self) -> dict:
        return services.content_of(self.draft)["typed"]

    def get(self, query: str = ""):
        return self._read(self.client.get(self.url + query))

    def post(self, tail: str = "", **fields):
        fields = {name.replace("__", "-"): value for name, value in fields.items()}
        return self._read(self.client.post(self.url + tail, {"version": self.version, **fields}))

    def _read(self, answer):
        found = re.search(r'name="version" value="(\d+)"', answer.content.decode())
        if found:
            self.version = int(found[1])
        elif answer.status_code == 303 and "screening" in answer.headers["Location"]:
            self.get(answer.headers["Location"].removeprefix(self.url).partition("#")[0])
        return answer


def words(answer) -> str:
    """The text of a page, without marks and doubled spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def tokens(answer, name: str) -> list[tuple[str, bool]]:
    """(token, chosen) of the receivers offered."""
    rows = re.findall(
        rf'type="checkbox" name="{name}" value="([^"]+)"([^>]*)>', answer.content.decode()
    )
    return [(value, "checked" in rest) for value, rest in rows]
