"""The long work of this layer, as jobs."""

from __future__ import annotations

from cms.operations.handlers import Progress, handler
from cms.operations.reports import Report
from cms.slides.errors import SlideError
from pitch_builder.errors import PitchError


@handler("decks.build", errors=(PitchError, SlideError))
def build_deck(*, job_id: int, progress: Progress, build_id: str) -> Report:
    """Render one build; does nothing where it is gone or done."""
    from django.utils.translation import gettext as _

    from pitch_builder.builds.models import Build
    from pitch_builder.builds.services import run_build

    build = Build.objects.select_related("deck").filter(pk=build_id).first()
    if build is None:
        return {"summary": _("The deck was deleted.")}

    def slides_done(done: int, total: int, message: str = "") -> None:
        progress(done, total, _("Slide %(done)d of %(total)d") % {"done": done, "total": total})

    build = run_build(build, progress=slides_done)
    return {
        "summary": _("“%(title)s” is built: %(pages)d pages.")
        % {"title": build.manifest.deck_title, "pages": build.pages},
        "links": [{"text": _("Open the deck"), "url": build.deck.get_absolute_url()}],
    }


@handler("builds.react")
def look_after_builds(*, job_id: int, progress: Progress, kind: str, object_id: int) -> Report:
    """Rebuild the decks that only got new figures; tell the owners of the others."""
    from django.utils.translation import gettext as _

    from pitch_builder.builds.reactions import react

    counts = react(kind, object_id)
    return {
        "counts": {
            str(_("Builds that compare otherwise now")): counts["marked"],
            str(_("Decks being built again")): counts["rebuilt"],
            str(_("Decks whose owners are told")): counts["told"],
        }
    }


@handler("builds.tell")
def tell_owners(*, job_id: int, progress: Progress) -> Report:
    """Tell owners which of their decks changed, in one message."""
    from django.utils.translation import gettext as _

    from pitch_builder.builds import reactions

    return {"counts": {str(_("Owners told")): reactions.tell_owners()}}


@handler("builds.sweep")
def sweep_sources(*, job_id: int, progress: Progress) -> Report:
    """Delete archived files that no build names, once they are a week old."""
    from pitch_builder.builds.sweeping import sweep

    count, size = sweep()
    return {"counts": {"files removed": count, "bytes freed": size}}
