"""The long work of exports, as a job."""

from __future__ import annotations

from cms.operations.handlers import Progress, handler
from cms.operations.reports import Report
from cms.slides.errors import SlideError
from pitch_builder.errors import PitchError


@handler("builds.export", errors=(PitchError, SlideError))
def make_export(*, job_id: int, progress: Progress, export_id: int) -> Report:
    """Make one export; does nothing where it is gone or made."""
    from django.utils.translation import gettext as _

    from pitch_builder.exports.models import Export
    from pitch_builder.exports.services import make

    export = Export.objects.select_related("build__deck").filter(pk=export_id).first()
    if export is None:
        return {"summary": _("The deck was deleted.")}

    def step(done: int, total: int, message: str = "") -> None:
        progress(done, total, message or _("Slides"))

    export = make(export, progress=step)
    said = _("%(kind)s of “%(title)s” is ready.") % {
        "kind": export.get_kind_display(),
        "title": export.build.manifest.deck_title,
    }
    return {"summary": " ".join(part for part in (said, export.remark) if part)}
