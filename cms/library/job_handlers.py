"""The library's work in the background: laying out slides, finding answers to questions."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cms.assets.models import Asset
from cms.facts.scope import fact_scope
from cms.library import questions, saved, vocabulary
from cms.library.drawing import measure_all, wanted_of
from cms.operations.handlers import Progress, handler, warm_up
from cms.operations.reports import Report

BATCH = 50


@handler("library.lay_out_slides")
def lay_out_slides(*, job_id: int, progress: Progress, days: int) -> Report:
    """Lay out the slides of assets published in the last `days`; of all with 0."""
    assets = Asset.objects.live()
    if days:
        assets = assets.filter(last_published_at__gte=timezone.now() - timedelta(days=days))
    pks = list(assets.order_by("-last_published_at").values_list("pk", flat=True))
    done = 0
    for start in range(0, len(pks), BATCH):
        for asset in list(Asset.objects.filter(pk__in=pks[start : start + BATCH])):
            if asset.slides:
                with fact_scope(asset.fact_ids, show_expired=True):
                    done += measure_all(wanted_of(asset.slides.raw_data))
        progress(min(start + BATCH, len(pks)), len(pks))
    return {"counts": {"slides laid out": done}}


@warm_up("vocabulary")
def know_vocabulary() -> None:
    """Have the sentences of personas embedded before the first question needs them."""
    vocabulary.present()


@handler("library.answer_questions")
def answer_questions(*, job_id: int, progress: Progress) -> Report:
    """Ask waiting questions and watched searches again, and tell whom it concerns."""
    answered = questions.look_again()
    told = saved.tell_of_new()
    return {"counts": {"questions answered": answered, "searches with news": told}}
