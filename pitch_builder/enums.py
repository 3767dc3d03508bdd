"""The closed sets of the pitch, declared once. No ORM."""

from enum import StrEnum


class Freshness(StrEnum):
    """Whether what was built is what is approved now."""

    CURRENT = "current"
    OUTDATED = "outdated"
    WITHDRAWN = "withdrawn"


class ReasonCode(StrEnum):
    """Why a slide is outdated (the first four) or withdrawn (the last four)."""

    TEXT = "text"
    FACT = "fact"
    PICTURE = "picture"
    THEME = "theme"
    EXPIRED = "expired"
    UNPUBLISHED = "unpublished"
    DELETED = "deleted"
    RECALLED = "recalled"


WITHDRAWING = frozenset(
    {ReasonCode.EXPIRED, ReasonCode.UNPUBLISHED, ReasonCode.DELETED, ReasonCode.RECALLED}
)
