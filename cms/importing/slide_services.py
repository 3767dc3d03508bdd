"""Proposed slides, and those that a marketer accepts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from cms.assets.models import Asset
from cms.assets.services import save_asset
from cms.errors import NotAllowed
from cms.facts.scope import fact_scope
from cms.importing.errors import ImportingError
from cms.importing.proposals import Proposal, Proposals, propose
from cms.importing.wording import plain
from cms.slides.blocks import SlidesBlock
from cms.slides.fitting import measured
from cms.slides.preview import notices, preview_context
from cms.slides.printing import Slide
from cms.slides.screen import on_screen


@dataclass(frozen=True, slots=True)
class DrawnProposal:
    """A proposal as it will look: its layout's name, its drawing, and what does not fit."""

    proposal: Proposal
    layout: str
    html: SafeString
    notices: tuple[str, ...]


def proposals_for(asset: Asset, *, user: Any) -> Proposals:
    """Return draft slides from the asset's latest text. Raises NotAllowed."""
    _may_edit(asset, user)
    draft = asset.get_latest_revision_as_object()
    return propose(draft.title, plain(draft.summary), draft.body.get_prep_value())


def drawn(slides: Collection[Proposal]) -> list[DrawnProposal]:
    """Draw proposals in the present brand, measured by the PDF engine."""
    block = SlidesBlock()
    found = []
    with fact_scope(()):
        for number, slide in enumerate(slides, 1):
            child = block.child_blocks[slide.kind]
            context = preview_context(number, len(slides))
            measure = measured(Slide(slide.kind, child.to_python(slide.value), context))
            found.append(
                DrawnProposal(slide, str(child.label), on_screen(measure.html), notices(measure))
            )
    return found


def accept_proposals(asset: Asset, keys: Collection[str], *, user: Any) -> int:
    """Append the proposals with these keys to the draft's slides; return how many.

    A new revision is saved, nothing is published. Raises NotAllowed, and ImportingError
    where the text has changed since the proposals were made.
    """
    found = {slide.key: slide for slide in proposals_for(asset, user=user).slides}
    if not set(keys) <= found.keys():
        raise ImportingError(_("The text has changed since. Look at the proposals again."))
    chosen = [slide for key, slide in found.items() if key in set(keys)]
    if not chosen:
        return 0
    draft = asset.get_latest_revision_as_object()
    blocks = draft.slides.get_prep_value() if draft.slides else []
    new = [{"type": s.kind, "value": s.value, "id": str(uuid4())} for s in chosen]
    draft.slides = StreamValue(draft.slides.stream_block, [*blocks, *new], is_lazy=True)
    save_asset(draft, user=user, incomplete=not asset.live)
    return len(chosen)


def _may_edit(asset: Asset, user: Any) -> None:
    if user is not None and not asset.permissions_for_user(user).can_edit():
        raise NotAllowed(_("You may not change this asset."))
