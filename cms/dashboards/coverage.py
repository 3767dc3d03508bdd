"""Where content is missing: current assets by persona and stage."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.assets.models import Asset
from cms.dashboards.cards import Card
from personas.journey.models import JourneyStage
from personas.persona.models import Persona

DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """`depth` is 0 for none and up to 6 for the most there is."""

    count: int
    depth: int
    url: str
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    persona: str
    cells: tuple[Cell, ...]


class CoverageCard(Card):
    name = "coverage"
    order = 130
    icon = "grid"
    most = 20
    rows_template = "cms/dashboards/coverage.html"
    empty_title = gettext_lazy("No persona, or no stage yet")
    empty_text = gettext_lazy(
        "Once personas and stages are described, each cell here says how many pieces speak to "
        "this reader at this stage, and where one is missing."
    )

    @property
    def title(self) -> str:
        return _("Coverage: pieces per persona and stage")

    @property
    def gaps(self) -> int:
        return sum(cell.count == 0 for line in self.rows for cell in line.cells)

    @property
    def sentence(self) -> str:
        if not self.gaps:
            return ""
        text = ngettext(
            "%(n)s place in the coverage is empty.",
            "%(n)s places in the coverage are empty.",
            self.gaps,
        )
        return text % {"n": str(apnumber(self.gaps)).capitalize()}

    @property
    def empty_action(self) -> tuple[str, str] | None:
        url = reverse(Persona.snippet_viewset.get_url_name("add"))
        return url, _("Describe a persona")

    def find_rows(self) -> Sequence[Line]:
        """Return a line a persona. Three queries."""
        self.stages = list(JourneyStage.objects.order_by("order").values_list("slug", "name"))
        personas = list(Persona.objects.order_by("name").values_list("slug", "name"))
        counts = {
            (persona, stage): count
            for persona, stage, count in Asset.objects.current()
            .order_by()
            .values_list("personas__slug", "stages__slug")
            .annotate(count=Count("pk", distinct=True))
        }
        most = max(
            (counts.get((p, s), 0) for p, _n in personas for s, _m in self.stages), default=0
        )
        if not self.stages:
            return []
        return [
            Line(
                name,
                tuple(
                    _cell(counts.get((slug, stage), 0), most, slug, name, stage, stage_name)
                    for stage, stage_name in self.stages
                ),
            )
            for slug, name in personas
        ]


def _cell(
    count: int, most: int, persona: str, persona_name: str, stage: str, stage_name: str
) -> Cell:
    query = QueryDict(mutable=True)
    query["persona"], query["stage"] = persona, stage
    depth = math.ceil(DEEPEST * count / most) if count else 0
    place = {"persona": persona_name, "stage": stage_name, "n": count}
    says = ngettext(
        "%(n)d piece for %(persona)s at %(stage)s",
        "%(n)d pieces for %(persona)s at %(stage)s",
        count,
    )
    return Cell(count, depth, f"{reverse('library:find')}?{query.urlencode()}", says % place)
