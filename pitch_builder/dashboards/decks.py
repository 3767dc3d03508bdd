"""Decks whose PDF is no longer what is approved, and decks without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.dashboards.cards import Card
from pitch_builder.builds.freshness import BuildFreshness, Reason
from pitch_builder.builds.models import Build
from pitch_builder.decks.columns import FreshnessColumn
from pitch_builder.decks.models import Deck
from pitch_builder.decks.resolving import merge_values
from pitch_builder.enums import Freshness, ReasonCode
from pitch_builder.merging import merge
from pitch_builder.rooms.models import RoomLink

READ = 60  # decks, the last changed first


def decks_of(user: Any, is_team: bool) -> Any:
    """Return a rep's own decks, or all that a lead sees, with their account."""
    decks = Deck.objects.visible_to(user) if is_team else Deck.objects.filter(owner=user)
    return decks.select_related("account", "prospect", "deal", "owner").order_by("-updated_at")


@dataclass(frozen=True, slots=True)
class OutdatedDeck:
    deck: Deck
    freshness: BuildFreshness
    people: int

    @property
    def is_withdrawn(self) -> bool:
        return self.freshness.state is Freshness.WITHDRAWN

    @property
    def says(self) -> str:
        """Which slides changed and how: “Slides 7 and 10: fuel saved was 14 %, is now 16 %.”"""
        return what_changed(self.freshness)

    @property
    def sent(self) -> str:
        if not self.people:
            return _("Not sent yet.")
        text = ngettext("Sent to %(n)d person.", "Sent to %(n)d people.", self.people)
        return text % {"n": self.people}


def what_changed(freshness: BuildFreshness) -> str:
    """Say which slides of a build changed, with the reason of the first."""
    changed = freshness.changed
    if freshness.codes == {ReasonCode.THEME}:
        return _("The brand's look changed.")
    numbers = [str(slide.number) for slide in changed]
    if len(numbers) > 4:
        where = _("%(n)d slides") % {"n": len(numbers)}
    elif len(numbers) > 1:
        where = _("Slides %(some)s and %(last)s") % {
            "some": ", ".join(numbers[:-1]),
            "last": numbers[-1],
        }
    else:
        where = _("Slide %(n)s") % {"n": numbers[0]} if numbers else ""
    reasons = [r for slide in changed for r in slide.reasons if r.code != ReasonCode.THEME]
    return f"{where}: {reason_words(reasons[0])}." if reasons else f"{where}."


def reason_words(reason: Reason) -> str:
    """Say one reason in a few words."""
    values = {"what": reason.what, "before": reason.before, "after": reason.after}
    words = {
        ReasonCode.FACT: _("%(what)s was %(before)s, is now %(after)s"),
        ReasonCode.TEXT: _("the text changed"),
        ReasonCode.PICTURE: _("the picture changed"),
        ReasonCode.THEME: _("the look changed"),
        ReasonCode.EXPIRED: _("“%(what)s” expired"),
        ReasonCode.UNPUBLISHED: _("“%(what)s” was withdrawn"),
        ReasonCode.DELETED: _("“%(what)s” was deleted"),
        ReasonCode.RECALLED: _("“%(what)s” is for the team only now"),
    }
    return words[reason.code] % values


class OutdatedCard(Card):
    name = "outdated"
    order = 30
    icon = "rotate"
    rows_template = "pitch_builder/dashboards/outdated.html"
    empty_title = gettext_lazy("Every deck is current")
    empty_text = gettext_lazy(
        "When marketing changes a text or a figure that stands on a deck of yours, it stands "
        "here with what changed, and one click builds the PDF anew."
    )

    @property
    def title(self) -> str:
        return _("Outdated decks of the team") if self.is_team else _("Outdated decks")

    @property
    def sentence(self) -> str:
        if not self.rows:
            return ""
        text = ngettext("%(n)s deck is outdated.", "%(n)s decks are outdated.", len(self.rows))
        return text % {"n": str(apnumber(len(self.rows))).capitalize()}

    @property
    def empty_action(self) -> tuple[str, str] | None:
        return reverse("deck:index"), _("See all decks")

    def find_rows(self) -> Sequence[OutdatedDeck]:
        """Return the decks, the withdrawn ones first. Eight queries."""
        decks = list(decks_of(self.user, self.is_team)[:READ])
        FreshnessColumn.prepare(decks)
        stale = [d for d in decks if d.freshness and d.freshness.state is not Freshness.CURRENT]
        people = dict(
            RoomLink.objects.usable()
            .filter(room__items__deck__in=[deck.pk for deck in stale])
            .values_list("room__items__deck")
            .annotate(n=Count("pk", distinct=True))
        )
        rows = [OutdatedDeck(deck, deck.freshness, people.get(deck.pk, 0)) for deck in stale]
        return sorted(rows, key=lambda row: not row.is_withdrawn)


class UnbuiltCard(Card):
    name = "unbuilt"
    order = 50
    icon = "doc-full-inverse"
    rows_template = "pitch_builder/dashboards/unbuilt.html"
    empty_title = gettext_lazy("Every deck has its PDF")
    empty_text = gettext_lazy("A deck that was begun and has no PDF yet stands here.")

    @property
    def title(self) -> str:
        return _("Decks of the team not built") if self.is_team else _("Decks not built")

    @property
    def empty_action(self) -> tuple[str, str] | None:
        if not self.user.has_perm("pitch_builder.add_deck"):
            return None
        return reverse("decks:new"), _("New deck")

    def find_rows(self) -> Sequence[Deck]:
        built = Build.objects.built().filter(deck=OuterRef("pk"))
        decks = decks_of(self.user, self.is_team).filter(~Exists(built))
        found = list(
            decks.select_related("prospect").annotate(slide_count=Count("deck_slides"))[:READ]
        )
        for deck in found:
            deck.cover_title = merge(deck.title, merge_values(deck))
        return found
