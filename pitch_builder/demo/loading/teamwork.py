"""What the demo's people said about decks, and what waits for a word or was taken back today."""

from __future__ import annotations

from datetime import time

from cms.library.usage import Subject
from cms.operations.models import Notification
from pitch_builder.builds.models import Build
from pitch_builder.builds.services import build_now
from pitch_builder.decks.services import change_details
from pitch_builder.demo.loading.shelf import Shelf
from pitch_builder.demo.teamwork import DemoComment
from pitch_builder.recalls.models import Recall
from pitch_builder.recalls.services import recall
from pitch_builder.teamwork.approving import approve
from pitch_builder.teamwork.commenting import comment, resolve
from pitch_builder.teamwork.models import DeckApproval, DeckComment
from pitch_builder.teamwork.sharing import share

AFTERNOON = time(16, 20)


def load_teamwork(shelf: Shelf) -> None:
    """Approve, share and comment, where the decks were made in this very load."""
    if not shelf.new_decks:
        return
    for given in shelf.content.teamwork.approvals:
        waiting = DeckApproval.objects.waiting().get(build__deck=shelf.decks[given.deck])
        approve(waiting, user=shelf.users[given.by], note=given.note)
        moment = shelf.moment(given.day, AFTERNOON)
        DeckApproval.objects.filter(pk=waiting.pk).update(
            asked_at=waiting.build.built_at, decided_at=moment
        )
        Build.objects.filter(pk=waiting.build_id).update(released_at=moment)
    for shared in shelf.content.teamwork.shares:
        share(
            shelf.decks[shared.deck],
            user=shelf.users[shared.by],
            with_user=shelf.users[shared.with_user],
            may_edit=shared.may_edit,
        )
    for said in sorted(shelf.content.teamwork.comments, key=lambda row: row.day):
        _say(said, shelf)
    # All of that is of former days: it was read since.
    Notification.objects.filter(kind__startswith="decks.").update(read_at=shelf.moment(-1))


def _say(said: DemoComment, shelf: Shelf) -> None:
    deck = shelf.decks[said.deck]
    slide = deck.deck_slides.order_by("sort_order")[said.slide - 1] if said.slide else None
    remark = comment(deck, user=shelf.users[said.by], text=said.text, slide=slide)
    if said.done:
        resolve(remark, user=deck.owner)
    moment = shelf.moment(said.day, AFTERNOON)
    DeckComment.objects.filter(pk=remark.pk).update(written_at=moment)


def load_requests(shelf: Shelf) -> None:
    """Let today's work wait for a lead, and take back what is wrong."""
    if not shelf.new_decks:
        return
    for request in shelf.content.teamwork.asked:
        deck = shelf.decks[request.deck]
        change_details(deck, user=deck.owner, lead=request.lead)
        build_now(deck, user=deck.owner)
    for taken in shelf.content.teamwork.recalls:
        asset = shelf.assets[taken.asset]
        made = recall(
            Subject.ASSET,
            asset.pk,
            user=shelf.users[taken.by],
            why=taken.why,
            replacement=shelf.assets[taken.replacement].asset_ptr,
        )
        Recall.objects.filter(pk=made.pk).update(recalled_at=shelf.moment(taken.day, AFTERNOON))
