"""Taking a fact or an asset back, everywhere at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from cms.assets.models import Asset
from cms.assets.services import unpublish_asset
from cms.facts.models import Fact
from cms.library.usage import Subject
from cms.operations.notifications import notify
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.merging import MergeValues, merge
from pitch_builder.recalls.models import Recall
from pitch_builder.recalls.reach import Reach, Reader, reach_of
from pitch_builder.rooms.models import RoomItem

RIGHT = "pitch_builder.add_recall"
MODELS: dict[Subject, Any] = {Subject.ASSET: Asset, Subject.FACT: Fact}


def may_recall(user: Any) -> bool:
    """Tell whether a user may take content back for everybody."""
    return bool(user is not None and user.has_perm(RIGHT))


def draft_message(label: str, why: str = "", replacement: Asset | None = None) -> str:
    """Return the first words of a message to those who saw it."""
    lines = [
        _("Hello {{first_name}},"),
        "",
        _("you have seen “%(label)s” from us. We have taken it back.") % {"label": label}
        + (f" {why}" if why else ""),
    ]
    if replacement is not None:
        lines += ["", _("What holds instead is “%(title)s”.") % {"title": replacement.title}]
    lines += ["", _("Please do not use the former version any more. I am glad to explain.")]
    return "\n".join(lines)


@transaction.atomic
def recall(
    subject: Subject,
    pk: int,
    *,
    user: Any,
    why: str,
    replacement: Asset | None = None,
    message: str = "",
) -> Recall:
    """Withdraw a fact or an asset, put the replacement into rooms, and tell every rep it concerns.

    Rooms hide it at once, its PDFs verify as withdrawn, decks cannot be built with it. Raises
    NotAllowed, and PitchError where it is gone, or where the replacement may not be shown.
    """
    if not may_recall(user):
        raise NotAllowed(_("Only a lead of marketing may recall content."))
    instance = MODELS[subject].objects.filter(pk=pk).first()
    if instance is None:
        raise PitchError(_("It is gone already."))
    if not why.strip():
        raise PitchError(_("Say why: the reps will be asked."))
    if replacement is not None:
        _check_replacement(replacement, instance)
    reached = reach_of(subject, pk, user)
    label = str(getattr(instance, "label", "") or instance.title)
    made = Recall.objects.create(
        subject=subject.value,
        object_id=pk,
        label=label[:255],
        why=why.strip()[:300],
        replacement=replacement,
        message=message.strip() or draft_message(label, why.strip(), replacement),
        recalled_by=user,
    )
    if subject is Subject.ASSET:
        unpublish_asset(instance, user=user)
        if replacement is not None:
            _swap_in_rooms(instance, replacement)
    else:
        instance.unpublish(user=user)
    log(instance=instance, action="wagtail.unpublish", user=user, data={"recall": made.pk})
    _tell(made, reached, user)
    return made


def _check_replacement(replacement: Asset, instance: Any) -> None:
    if replacement.pk == instance.pk and isinstance(instance, Asset):
        raise PitchError(_("Choose another asset as the replacement."))
    if not Asset.objects.showable_to_prospects().filter(pk=replacement.pk).exists():
        raise PitchError(
            _("“%(title)s” may not be shown to prospects.") % {"title": replacement.title}
        )


def _swap_in_rooms(gone: Asset, replacement: Asset) -> None:
    """Put the replacement where the asset stood; where it stands already, the place goes."""
    items = RoomItem.objects.filter(asset=gone.pk)
    has_it = RoomItem.objects.filter(asset=replacement.pk).values("room")
    items.filter(room__in=has_it).delete()
    items.update(asset=replacement.pk, title=replacement.title[:255])


def _tell(made: Recall, reached: Reach, user: Any) -> None:
    """Tell each rep once, with what of it is theirs."""
    for owner in reached.owners:
        if owner == user:
            continue
        decks = len({h.build.deck_id for h in reached.builds if h.build.deck.owner == owner})
        rooms = sum(held.room.owner == owner for held in reached.rooms)
        people = sum(reader.prospect.owner == owner for reader in reached.readers)
        parts = [
            ngettext("%(n)d deck", "%(n)d decks", decks) % {"n": decks} if decks else "",
            ngettext("%(n)d room", "%(n)d rooms", rooms) % {"n": rooms} if rooms else "",
            ngettext("%(n)d prospect who saw it", "%(n)d prospects who saw it", people)
            % {"n": people}
            if people
            else "",
        ]
        notify(
            owner,
            _("“%(label)s” was recalled: %(why)s It concerns %(what)s of yours.")
            % {
                "label": made.label,
                "why": made.why if made.why.endswith((".", "!", "?")) else f"{made.why}.",
                "what": ", ".join(part for part in parts if part),
            },
            kind="recalls.recalled",
            link=made.get_absolute_url(),
            by_mail=True,
        )


def message_for(made: Recall, reader: Reader) -> str:
    """Return the message with a reader's name filled in."""
    person = reader.prospect
    return merge(
        made.message,
        MergeValues(
            account=person.account.name if person.account else "",
            first_name=person.first_name,
            name=person.full_name,
            rep=person.owner.get_full_name() if person.owner else "",
        ),
    )
