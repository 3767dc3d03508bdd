"""Remarks on decks and slides: written, answered by others, and ticked off."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.operations.notifications import notify
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.rights import check_may_see, may_see
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.teamwork.models import LONGEST_COMMENT, DeckComment


@transaction.atomic
def comment(deck: Deck, *, user: Any, text: str, slide: DeckSlide | None = None) -> DeckComment:
    """Write a remark, on a slide or on the whole deck; whoever takes part is told.

    Raises NotAllowed, and PitchError for an empty or endless text or another deck's slide.
    """
    check_may_see(user, deck)
    text = text.strip()
    if not text:
        raise PitchError(_("Write something first."))
    if len(text) > LONGEST_COMMENT:
        raise PitchError(
            _("A comment has at most %(count)d characters.") % {"count": LONGEST_COMMENT}
        )
    if slide is not None and slide.deck_id != deck.pk:
        raise PitchError(_("This slide is no longer on the deck."))
    made = DeckComment.objects.create(
        deck=deck,
        slide=slide,
        slide_title=str(slide)[:250] if slide else "",
        author=user,
        text=text,
    )
    for other in _participants(deck) - {user}:
        notify(
            other,
            _("%(name)s on “%(deck)s”: %(text)s")
            % {
                "name": user.get_full_name() or user.get_username(),
                "deck": deck.shown_title,
                "text": text if len(text) < 160 else f"{text[:150]}…",
            },
            kind="decks.comment",
            link=f"{deck.get_absolute_url()}team/#comment-{made.pk}",
        )
    return made


def _participants(deck: Deck) -> set[Any]:
    """The owner, and who has written on the deck before, as far as they see it now."""
    written = deck.comments.select_related("author").exclude(author=None)
    found = {row.author for row in written}
    return {one for one in {*found, deck.owner} - {None} if may_see(one, deck)}


def open_counts(deck: Deck) -> Counter[int | None]:
    """Return how many remarks wait for an answer, by slide, gone ones too; None is the deck as a
    whole. One query."""
    rows = deck.comments.filter(resolved_at=None)
    return Counter(rows.values_list("slide_id", flat=True))


def resolve(remark: DeckComment, *, user: Any, done: bool = True) -> None:
    """Tick a remark off, or open it again. Raises NotAllowed."""
    check_may_see(user, remark.deck)
    remark.resolved_at = timezone.now() if done else None
    remark.resolved_by = user if done else None
    remark.save(update_fields=["resolved_at", "resolved_by"])


def delete(remark: DeckComment, *, user: Any) -> None:
    """Take back what one wrote oneself. Raises NotAllowed."""
    if remark.author_id != user.pk:
        raise NotAllowed(_("Only who wrote it may delete it."))
    remark.delete()
