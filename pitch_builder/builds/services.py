"""Building decks: ask for a build, do it, release it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.operations import jobs
from cms.operations.enums import Queue
from cms.operations.handlers import Progress
from cms.slides.errors import SlideError
from cms.slides.printing import EmbeddedFile, Forme, Metadata, PdfResult, Slide
from cms.slides.rendering import render_document
from pitch_builder.builds import signing, sources
from pitch_builder.builds.context import deck_context, slide_context
from pitch_builder.builds.describing import describe
from pitch_builder.builds.files import put
from pitch_builder.builds.gate import check_override, pass_gate
from pitch_builder.builds.keys import current_key
from pitch_builder.builds.manifest import Manifest, same_but_for_figures
from pitch_builder.builds.models import Build, BuildRevision, BuildState, BuildUse, new_code
from pitch_builder.builds.shapes import keep_as_shapes
from pitch_builder.decks.models import Deck
from pitch_builder.decks.resolving import resolved
from pitch_builder.decks.rights import check_may_edit, check_may_see
from pitch_builder.errors import GateClosed, NothingToBuild
from pitch_builder.teamwork import approving

JOB_KIND = "decks.build"


def silent(done: int, total: int, message: str = "") -> None:
    """Report progress to nobody."""


@transaction.atomic
def request_build(deck: Deck, *, user: Any, reason: str = "", override: str = "") -> Build:
    """Ask for a new build of the deck; a worker does it, and rooms show it when it is done.

    `user` None is the system itself. With `override`, a reason in words, the gate's findings
    pass in the user's name. Raises NotAllowed, and NothingToBuild for an empty deck.
    """
    build = _new_build(deck, user=user, reason=reason, override=override)
    jobs.start(
        JOB_KIND,
        owner=user or deck.owner,
        args={"build_id": str(build.pk)},
        queue=Queue.INTERACTIVE,
        label=_("Build “%(title)s”") % {"title": deck.shown_title},
        link=deck.get_absolute_url(),
    )
    return build


def build_now(
    deck: Deck,
    *,
    user: Any,
    progress: Progress = silent,
    override: str = "",
    moment: datetime | None = None,
) -> Build:
    """Build in this process, as the command line does. Raises what `run_build` raises."""
    build = _new_build(deck, user=user, reason="", override=override)
    return run_build(build, progress=progress, moment=moment)


def _new_build(deck: Deck, *, user: Any, reason: str, override: str) -> Build:
    if override:
        # Who answers for what leaves the house need not own the deck, nor change it.
        override = check_override(user, override)
        check_may_see(user, deck)
    elif user is not None:
        check_may_edit(user, deck)
    if not deck.deck_slides.filter(hidden=False).exists():
        raise NothingToBuild(_("The deck has no slides to show yet. Add some first."))
    with transaction.atomic():
        Deck.objects.select_for_update().get(pk=deck.pk)
        last = Build.objects.filter(deck=deck).aggregate(last=Max("number"))["last"] or 0
        return Build.objects.create(
            deck=deck,
            number=last + 1,
            code=new_code(),
            requested_by=user,
            reason=reason[:200],
            override=override,
        )


def run_build(
    build: Build, *, progress: Progress = silent, moment: datetime | None = None
) -> Build:
    """Render the deck as it is now into the build: PDF, HTML slides, manifest.

    All of it says the same `moment`, by default the present one: the cover's date, the merge
    fields, which figures are valid, the manifest, the PDF's own data and the build's row.

    Idempotent: a build that is built already stays as it is. Raises GateClosed with the
    findings, or a SlideError naming the slide; the build says so and keeps no half file, and
    the deck's last good build stays the one that is shown.
    """
    if build.state == BuildState.BUILT:
        return build
    Build.objects.filter(pk=build.pk).update(state=BuildState.BUILDING, error="", findings=[])
    try:
        return _render(build, progress, moment or timezone.now())
    except GateClosed as error:
        _fail(build, str(error), error.findings)
        raise
    except SlideError as error:
        _fail(build, str(error), [str(error)])
        raise
    except Exception as error:
        _fail(build, _("The build stopped: %(error)s") % {"error": error}, [])
        raise


def _fail(build: Build, error: str, findings: list[str]) -> None:
    Build.objects.filter(pk=build.pk).update(
        state=BuildState.FAILED, error=error, findings=findings
    )
    build.refresh_from_db()


def _render(build: Build, progress: Progress, moment: datetime) -> Build:
    from cms.slides.pdf import write_pdf  # the engine loads in the worker that builds

    deck = Deck.objects.select_related("account", "prospect", "deal", "owner").get(
        pk=build.deck_id
    )
    deck_version = deck.version
    moment = moment.astimezone(UTC).replace(microsecond=0)
    day = timezone.localdate(moment)
    signed: dict[str, Any] = {}
    with resolved(deck, show_expired=bool(build.override), day=day) as slides:
        passed = pass_gate(slides, reason=build.override, by=build.requested_by)
        shared = deck_context(deck, total=len(slides), verify_path=f"/v/{build.code}", day=day)

        def attach(forme: Forme, steps: Sequence[int]) -> list[EmbeddedFile]:
            printed_from = replace(
                sources.keep(forme), shapes=keep_as_shapes(slides, shared, steps)
            )
            manifest = describe(build, deck, slides, steps, moment, printed_from, passed)
            signed.update(signing.sign(manifest.to_json(), current_key()))
            return [sources.manifest_file(signed)]

        printed = write_pdf(
            [
                Slide(slide.block_type, slide.value, slide_context(shared, slide))
                for slide in slides
            ],
            Metadata(
                title=slides[0].title,
                author=deck.owner.get_full_name() if deck.owner else "",
                language=shared.language,
                created=moment,
                identifier=build.pk.bytes,
            ),
            attach=attach,
            progress=progress,
        )
    return _store(build, printed, signed, deck_version, moment)


def _store(
    build: Build,
    printed: PdfResult,
    signed: dict[str, Any],
    deck_version: int,
    moment: datetime,
) -> Build:
    """Write both files, then the rows in one transaction: a build is whole or it is not there."""
    manifest = Manifest.from_json(signed)
    forme = printed.forme
    document = render_document(
        forme.sections, forme.metadata.title, forme.metadata.language, forme.theme
    )
    pdf_name = put(f"builds/{build.pk}/deck.pdf", printed.pdf)
    html_name = put(f"builds/{build.pk}/slides.html", document.encode())
    with transaction.atomic():
        build.refresh_from_db()
        is_free = _is_free(build, manifest)
        build.pdf.name, build.html.name = pdf_name, html_name
        build.pdf_sha256 = hashlib.sha256(printed.pdf).hexdigest()
        build.pdf_size = len(printed.pdf)
        build.pages = printed.page_count
        build.manifest_data = signed
        build.deck_version = deck_version
        build.state = BuildState.BUILT
        build.built_at = moment
        build.released_at = build.built_at if is_free else None
        build.save()
        if not is_free:
            approving.ask(build)
        BuildUse.objects.bulk_create(
            [
                *(BuildUse(build=build, kind="asset", object_id=pk) for pk in manifest.asset_ids),
                *(BuildUse(build=build, kind="fact", object_id=pk) for pk in manifest.fact_ids),
                *(
                    BuildUse(build=build, kind="image", object_id=pk)
                    for pk in manifest.picture_ids
                ),
            ]
        )
        present = Revision.objects.filter(pk__in=manifest.revision_ids)
        BuildRevision.objects.bulk_create(
            [BuildRevision(build=build, revision=revision) for revision in present]
        )
    return build


def _is_free(build: Build, manifest: Manifest) -> bool:
    """Tell whether a build is released without a lead's word: its template asks for none, or
    only figures differ from what was released before."""
    template = build.deck.template
    if template is None or not template.needs_approval:
        return True
    before = released_build(build.deck)
    return before is not None and same_but_for_figures(before.manifest, manifest)


def released_build(deck: Deck) -> Build | None:
    """Return the newest released build of a deck: the one that rooms show."""
    return Build.objects.released().filter(deck=deck).newest_first().first()
