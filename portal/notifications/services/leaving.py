"""Notices of who left her desk stay with the desk; nothing goes to her own address."""

from django.db.models import Exists, OuterRef

from portal.notifications.models import Notice


def notices_stay(
    sender: object, *, user_id: int, desk_id: int, successor_id: int | None, **_more: object
) -> int:
    """Receiver of ``member_leaving``: what she had not read is for her successor, else for whoever of
    the desk comes first; what a colleague was told too needs no second copy.

    It is not counted as work: the answer is 0.
    """
    others = Notice.objects.filter(key=OuterRef("key"), desk_id=desk_id).exclude(user_id=user_id)
    rows = Notice.objects.filter(
        ~Exists(others), user_id=user_id, desk_id=desk_id, read_at__isnull=True,
        withdrawn_at__isnull=True,
    )  # fmt: skip
    rows.update(user_id=successor_id)
    return 0
