"""Building decks: ask for a build, do it, release it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from cms.brand.services import brand_now
from cms.facts.scope import current_scope
from cms.operations import jobs
from cms.operations.enums import Queue
from cms.slides.errors import SlideError
from cms.slides.printing import Metadata, PdfResult, Slide
from cms.slides.rendering import render_document
from pitch_builder.builds.context import deck_context, slide_context
from pitch_builder.builds.manifest import (
    Manifest,
    ManifestFact,
    ManifestPicture,
    ManifestSlide,
)
from pitch_builder.builds.models import Build, BuildState, BuildUse
from pitch_builder.decks.models import Deck
from pitch_builder.decks.resolving import ResolvedSlide, resolved
from pitch_builder.decks.services import check_may_edit
from pitch_builder.errors import GateClosed, NothingToBuild

Progress = Callable[[int, int, str], None]
JOB_KIND = "decks.build"


def silent(done: int, total: int, message: str = "") -> None:
    """Report progress to nobody."""


@transaction.atomic
def request_build(deck: Deck, *, user: Any, reason: str = "") -> Build:
    """Ask for a new build of the deck; a worker does it, and rooms show it when it is done.

    `user` None is the system itself. Raises NotAllowed, and NothingToBuild for an empty deck.
    """
    build = _new_build(deck, user=user, reason=reason)
    jobs.start(
        JOB_KIND,
        owner=user or deck.owner,
        args={"build_id": str(build.pk)},
        queue=Queue.INTERACTIVE,
        label=_("Build “%(title)s”") % {"title": deck.shown_title},
        link=deck.get_absolute_url(),
    )
    return build


def build_now(deck: Deck, *, user: Any, progress: Progress = silent) -> Build:
    """Build in this process, as the command line does. Raises what `run_build` raises."""
    build = _new_build(deck, user=user, reason="")
    return run_build(build, progress=progress)


def _new_build(deck: Deck, *, user: Any, reason: str) -> Build:
    if user is not None:
        check_may_edit(user, deck)
    if not deck.deck_slides.filter(hidden=False).exists():
        raise NothingToBuild(_("The deck has no slides to show yet. Add some first."))
    with transaction.atomic():
        Deck.objects.select_for_update().get(pk=deck.pk)
        last = Build.objects.filter(deck=deck).aggregate(last=Max("number"))["last"] or 0
        return Build.objects.create(
            deck=deck, number=last + 1, requested_by=user, reason=reason[:200]
        )


def run_build(build: Build, *, progress: Progress = silent) -> Build:
    """Render the deck as it is now into the build: PDF, HTML slides, manifest.

    Idempotent: a build that is built already stays as it is. Raises GateClosed with the
    findings, or a SlideError naming the slide; the build says so and keeps no half file, and
    the deck's last good build stays the one that is shown.
    """
    if build.state == BuildState.BUILT:
        return build
    Build.objects.filter(pk=build.pk).update(state=BuildState.BUILDING, error="", findings=[])
    try:
        return _render(build, progress)
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


def _render(build: Build, progress: Progress) -> Build:
    from cms.slides.pdf import write_pdf  # the engine loads in the worker that builds

    deck = Deck.objects.select_related("account", "prospect", "owner").get(pk=build.deck_id)
    deck_version = deck.version
    moment = datetime.now(UTC).replace(microsecond=0)
    with resolved(deck, show_expired=False) as slides:
        check_gate(slides)
        shared = deck_context(deck, total=len(slides))
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
            progress=progress,
        )
        manifest = _manifest(build, deck, slides, printed, moment)
    document = render_document(printed.html, slides[0].title, shared.language, shared.theme)
    return _store(build, printed, manifest, document, deck_version)


def check_gate(slides: list[ResolvedSlide]) -> None:
    """Raise GateClosed with a line for each slide that may not be shown now."""
    findings = [
        _("Slide %(number)d, “%(title)s”: %(problem)s")
        % {"number": slide.number, "title": slide.title, "problem": problem.text}
        for slide in slides
        for problem in slide.problems
    ]
    if findings:
        raise GateClosed(_("Some slides may not be shown now."), findings)


def _manifest(
    build: Build, deck: Deck, slides: list[ResolvedSlide], printed: PdfResult, moment: datetime
) -> Manifest:
    image_ids = {slide.number: slide.image_ids for slide in slides}
    digests = dict(
        get_image_model()
        .objects.filter(pk__in=set().union(*image_ids.values()))
        .values_list("pk", "file_hash")
    )
    brand = brand_now()
    return Manifest(
        build=str(build.pk),
        deck=deck.pk,
        deck_title=slides[0].title,
        number=build.number,
        built_at=moment.isoformat(),
        account=deck.account.name,
        recipient=str(deck.prospect or ""),
        language=deck.prospect.language if deck.prospect else "en",
        theme=brand.theme.family,
        theme_version=brand.version,
        renderer=f"WeasyPrint {version('weasyprint')}",
        slides=tuple(
            ManifestSlide(
                number=slide.number,
                title=slide.title,
                kind=slide.block_type,
                slide_id=slide.slide.pk if slide.slide else None,
                block=slide.block_id,
                asset=slide.asset.pk if slide.asset else None,
                asset_title=slide.asset.title if slide.asset else "",
                revision=_revision(slide),
                content_digest=slide.digest,
                facts=_manifest_facts(slide),
                pictures=tuple(
                    ManifestPicture(pk, digests.get(pk, ""))
                    for pk in sorted(image_ids[slide.number])
                ),
                approved=slide.is_approved,
                fit_step=step,
                edited=slide.is_edited,
                base_digest=slide.slide.based_digest if slide.slide and slide.is_edited else "",
            )
            for slide, step in zip(slides, printed.steps, strict=True)
        ),
    )


def _revision(slide: ResolvedSlide) -> int | None:
    """Return the revision that is shown, or that the rep's edit was made from."""
    if slide.slide is not None and slide.is_edited:
        return slide.slide.based_on_id
    return slide.asset.live_revision_id if slide.asset else None


def _manifest_facts(slide: ResolvedSlide) -> tuple[ManifestFact, ...]:
    scope = current_scope()
    values = [scope.get(pk) for pk in sorted(slide.fact_ids)]
    return tuple(
        ManifestFact(
            id=value.id,
            key=value.key,
            label=value.label,
            version=value.version,
            display=value.display,
            as_of=value.as_of.isoformat() if value.as_of else None,
        )
        for value in values
        if value is not None
    )


def _store(
    build: Build, printed: PdfResult, manifest: Manifest, document: str, deck_version: int
) -> Build:
    """Write both files, then the row in one transaction: a build is whole or it is not there."""
    pdf_name = default_storage.save(f"builds/{build.pk}/deck.pdf", ContentFile(printed.pdf))
    html_name = default_storage.save(
        f"builds/{build.pk}/slides.html", ContentFile(document.encode())
    )
    with transaction.atomic():
        build.refresh_from_db()
        build.pdf.name, build.html.name = pdf_name, html_name
        build.pdf_sha256 = hashlib.sha256(printed.pdf).hexdigest()
        build.pdf_size = len(printed.pdf)
        build.pages = printed.page_count
        build.manifest_data = manifest.to_json()
        build.deck_version = deck_version
        build.state = BuildState.BUILT
        build.built_at = build.released_at = timezone.now()
        build.save()
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
    return build


def released_build(deck: Deck) -> Build | None:
    """Return the newest released build of a deck: the one that rooms show."""
    return Build.objects.released().filter(deck=deck).newest_first().first()
