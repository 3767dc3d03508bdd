"""What keeps a slide from being shown: the findings of the freshness gate. No ORM."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class ProblemCode(StrEnum):
    ASSET_DELETED = "asset_deleted"
    ASSET_UNPUBLISHED = "asset_unpublished"
    ASSET_EXPIRED = "asset_expired"
    ASSET_INTERNAL = "asset_internal"
    SLIDE_DELETED = "slide_deleted"
    MAY_NOT_MIX = "may_not_mix"
    KIND_NOT_ALLOWED = "kind_not_allowed"
    FACT_EXPIRED = "fact_expired"
    FACT_UNPUBLISHED = "fact_unpublished"
    FACT_DELETED = "fact_deleted"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a slide may not be built now; `what` is the asset or fact at fault."""

    code: ProblemCode
    what: str = ""

    @property
    def text(self) -> str:
        return _TEXTS[self.code]() % {"what": self.what}


_TEXTS = {
    ProblemCode.ASSET_DELETED: lambda: _("“%(what)s” was deleted."),
    ProblemCode.ASSET_UNPUBLISHED: lambda: _("“%(what)s” is not published."),
    ProblemCode.ASSET_EXPIRED: lambda: _("“%(what)s” has expired."),
    ProblemCode.ASSET_INTERNAL: lambda: _("“%(what)s” is for the team only."),
    ProblemCode.SLIDE_DELETED: lambda: _("The slide was taken out of “%(what)s”."),
    ProblemCode.MAY_NOT_MIX: lambda: _("“%(what)s” may not be mixed with other assets."),
    ProblemCode.KIND_NOT_ALLOWED: lambda: _("The template does not take “%(what)s”."),
    ProblemCode.FACT_EXPIRED: lambda: _("The figure “%(what)s” has expired."),
    ProblemCode.FACT_UNPUBLISHED: lambda: _("The figure “%(what)s” is not published."),
    ProblemCode.FACT_DELETED: lambda: _("A figure on this slide was deleted."),
    ProblemCode.EMPTY: lambda: _("This slide is empty."),
}
