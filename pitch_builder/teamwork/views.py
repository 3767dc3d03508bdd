"""The team's page of a deck: approval, comments, sharing, owner. Thin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from personas.access.roles import is_sales_lead
from pitch_builder.decks.models import Deck, DeckSlide
from pitch_builder.decks.views import number_in, visible_deck
from pitch_builder.errors import NotAllowed, PitchError
from pitch_builder.teamwork import approving, commenting, sharing
from pitch_builder.teamwork.forms import CommentForm, DecisionForm, HandOverForm, ShareForm
from pitch_builder.teamwork.models import ApprovalState, DeckApproval, DeckComment


@require_safe
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that colleagues do with a deck, on one page."""
    deck = visible_deck(request, pk)
    return render(request, "pitch_builder/teamwork/team.html", _context(request, deck))


def _context(request: HttpRequest, deck: Deck) -> dict[str, Any]:
    approvals = list(
        DeckApproval.objects.filter(build__deck=deck)
        .select_related("build", "asked_by", "decided_by")
        .order_by("-asked_at")[:8]
    )
    waiting = next((one for one in approvals if one.state == ApprovalState.ASKED), None)
    slide = DeckSlide.objects.filter(deck=deck, pk=number_in(request.GET.get("slide", ""))).first()
    return {
        "deck": deck,
        "approvals": approvals,
        "waiting": waiting,
        "may_decide": waiting is not None and approving.may_approve(request.user, waiting),
        "comments": deck.comments.select_related("author", "resolved_by", "slide"),
        "about": slide,
        "comment_form": CommentForm(initial={"slide": slide.pk if slide else None}),
        "decision_form": DecisionForm(),
        "shares": deck.shares.select_related("user"),
        "may_share": sharing.may_share(request.user, deck),
        "share_form": ShareForm(owner=deck.owner),
        "hand_over_form": HandOverForm(owner=deck.owner) if is_sales_lead(request.user) else None,
        "header_title": _("Team: %(deck)s") % {"deck": deck.shown_title},
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("deck:index"), "label": _("Decks")},
            {"url": deck.get_absolute_url(), "label": deck.shown_title},
            {"url": "", "label": _("Team")},
        ],
    }


def _do(request: HttpRequest, pk: int, act: Callable[[Deck], str]) -> HttpResponse:
    """Do one thing, say what was done or why not, and show the page again."""
    deck = visible_deck(request, pk)
    try:
        said = act(deck)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except PitchError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    if not Deck.objects.visible_to(request.user).filter(pk=pk).exists():
        return redirect("deck:index")
    return redirect("teamwork:team", pk)


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    form = CommentForm(request.POST)

    def act(deck: Deck) -> str:
        if not form.is_valid():
            raise PitchError(_("Write something first, a thousand characters at most."))
        wanted = form.cleaned_data["slide"]
        slide = DeckSlide.objects.filter(deck=deck, pk=wanted).first() if wanted else None
        commenting.comment(deck, user=request.user, text=form.cleaned_data["text"], slide=slide)
        return _("Written down. Who takes part is told.")

    return _do(request, pk, act)


@require_POST
def change_comment(request: HttpRequest, pk: int, comment_id: int) -> HttpResponse:
    """Tick a remark off, open it again, or take one's own back."""

    def act(deck: Deck) -> str:
        remark = get_object_or_404(DeckComment, deck=deck, pk=comment_id)
        if "delete" in request.POST:
            commenting.delete(remark, user=request.user)
            return _("Your comment is deleted.")
        done = "reopen" not in request.POST
        commenting.resolve(remark, user=request.user, done=done)
        return _("Done.") if done else _("Open again.")

    return _do(request, pk, act)


@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    form = ShareForm(request.POST)

    def act(deck: Deck) -> str:
        if not form.is_valid():
            raise PitchError(_("Choose a colleague."))
        made = sharing.share(deck, user=request.user, **form.cleaned_data)
        return _("Shared with %(name)s.") % {"name": made.user.get_full_name() or made.user}

    return _do(request, pk, act)


@require_POST
def unshare(request: HttpRequest, pk: int, user_id: int) -> HttpResponse:
    def act(deck: Deck) -> str:
        other = get_object_or_404(get_user_model(), pk=user_id)
        sharing.stop_sharing(deck, user=request.user, with_user=other)
        return _("No longer shared with %(name)s.") % {"name": other.get_full_name() or other}

    return _do(request, pk, act)


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    form = HandOverForm(request.POST)

    def act(deck: Deck) -> str:
        if not form.is_valid():
            raise PitchError(_("Choose the new owner."))
        to = form.cleaned_data["to"]
        sharing.hand_over([deck], user=request.user, to=to)
        return _("The deck is %(name)s's now.") % {"name": to.get_full_name() or to}

    return _do(request, pk, act)


@require_POST
def decide(request: HttpRequest, pk: int, approval_id: int) -> HttpResponse:
    """Approve, or send back with a word."""
    form = DecisionForm(request.POST)

    def act(deck: Deck) -> str:
        approval = get_object_or_404(DeckApproval, build__deck=deck, pk=approval_id)
        note = form.cleaned_data["note"] if form.is_valid() else ""
        if "approve" in request.POST:
            approving.approve(approval, user=request.user, note=note)
            return _("Approved. Rooms show it now.")
        approving.send_back(approval, user=request.user, note=note)
        return _("Sent back.")

    return _do(request, pk, act)
