"""What an asset's page shows beside its text; the same on the site and inside a room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, When
from django.http import HttpRequest
from django.http.response import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.assets.enums import AssetKind
from cms.assets.indexing import PREFIX, key_of, pk_of
from cms.facts.scope import fact_scope
from cms.site.charts import web_chart
from cms.site.links import document_address, links_through, pages_linked_in, site_link
from cms.site.pictures import with_renditions
from cms.slides.facts import FigureValue, figure_value
from search.errors import SearchError
from search.services import more_like

if TYPE_CHECKING:
    from cms.assets.models import Asset
    from cms.brand.themes import Theme

RELATED = 3
VIDEO_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
MOST_CHARTS = 2


@dataclass(frozen=True, slots=True)
class Film:
    """A film of ours."""

    address: str
    content_type: str
    captions: str


@dataclass(frozen=True, slots=True)
class Download:
    """A document to keep; `size` in words."""

    address: str
    size: str
    pages: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class AssetPage:
    """The parts of the page. `glance` are pairs of a heading and one or more lines; `flow` are
    the body's blocks and, between them, charts."""

    figures: tuple[FigureValue, ...]
    glance: tuple[tuple[str, tuple[str, ...]], ...]
    film: Film | None
    download: Download | None
    tables: tuple[Any, ...]
    flow: tuple[Any, ...]


def asset_page(asset: Asset, theme: Theme) -> AssetPage:
    """Gather what `cms/site/asset_main.html` shows. Call it inside the asset's fact scope."""
    return AssetPage(
        figures=tuple(figure_value(child.value) for child in getattr(asset, "results", ())),
        glance=tuple(_glance(asset)),
        film=_film(asset),
        download=_download(asset),
        tables=_comparisons(asset),
        flow=tuple(_flow(asset, theme)),
    )


def _slides_of(asset: Asset, block_type: str) -> list[Any]:
    """The values of an asset's slides of one type; the others are not even read."""
    raw = asset.slides.raw_data if asset.slides else ()
    return [
        asset.slides[place].value for place, data in enumerate(raw) if data["type"] == block_type
    ]


def _flow(asset: Asset, theme: Theme) -> Iterator[Any]:
    """The body's blocks, with the charts of the asset's slides before its later sections."""
    charts = [
        chart
        for value in _slides_of(asset, "chart")[:MOST_CHARTS]
        if (chart := web_chart(value, theme)) is not None
    ]
    sections = 0
    for block in asset.body:
        if block.block_type == "heading" and (block.value["level"] or "h2") == "h2":
            sections += 1
            if sections > 1 and charts:
                yield charts.pop(0)
        yield block
    yield from charts


def _glance(asset: Asset) -> list[tuple[str, tuple[str, ...]]]:
    rows: list[tuple[str, tuple[str, ...]]] = []

    def add(heading: str, *values: Any) -> None:
        lines = tuple(str(value) for value in values if value)
        if lines:
            rows.append((heading, lines))

    add(_("Customer"), getattr(asset, "customer", ""))
    add(_("Industry"), getattr(asset, "customer_industry", ""))
    add(_("Size"), getattr(asset, "customer_size", ""))
    add(_("Compared with"), getattr(asset, "competitor", ""))
    add(_("Written for"), *(persona.name for persona in asset.personas.all()))
    add(_("It answers"), *(stage.buyer_question or stage.name for stage in asset.stages.all()))
    add(_("Length"), _length(asset))
    if asset.last_published_at:
        owner = asset.owner.get_full_name() if asset.owner else ""
        day = date_format(asset.last_published_at, "j F Y").replace(" ", "\N{NO-BREAK SPACE}")
        add(
            _("Checked"),
            _("%(day)s, by %(owner)s") % {"day": day, "owner": owner} if owner else day,
        )
    return rows


def _length(asset: Asset) -> str:
    duration = getattr(asset, "duration", None)
    if duration:
        return film_length(duration)
    pages = getattr(asset, "pages", None)
    if pages:
        return ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages}
    return (
        _("%(minutes)d minutes") % {"minutes": asset.minutes}
        if asset.minutes > 1
        else _("1 minute")
    )


def film_length(duration: Any) -> str:
    """`0:03:07` as `3 min 7 s`."""
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    parts = [f"{minutes}\N{NO-BREAK SPACE}min"] if minutes else []
    if seconds:
        parts.append(f"{seconds}\N{NO-BREAK SPACE}s")
    return " ".join(parts)


def _film(asset: Asset) -> Film | None:
    file = getattr(asset, "video_file", None)
    if not file:
        return None
    ending = file.name.rsplit(".", 1)[-1].lower()
    captions = asset.captions.url if asset.captions else ""
    return Film(file.url, VIDEO_TYPES.get(ending, "video/mp4"), captions)


def _download(asset: Asset) -> Download | None:
    document = getattr(asset, "document", None)
    if document is None or not asset.may_download:
        return None
    size = filesizeformat(document.file_size or document.get_file_size() or 0)
    return Download(
        address=document_address(document) or "",
        size=size,
        pages=getattr(asset, "pages", None),
        kind=document.file_extension.upper(),
    )


def _comparisons(asset: Asset) -> tuple[Any, ...]:
    """A comparison's slides are its substance: their tables stand on its page too."""
    if asset.kind != AssetKind.COMPARISON:
        return ()
    return tuple(_slides_of(asset, "comparison"))


def related_assets(asset: Asset, *, limit: int = RELATED) -> list[Asset]:
    """Return public assets nearest in meaning; without search, the newest ones of the kind."""
    from cms.assets.models import Asset

    public = Asset.objects.public().select_related("hero_image").defer("body", "slides")
    near = _nearest(asset, limit)
    if near:
        rows = public.in_bulk(near)
        return [rows[pk] for pk in near if pk in rows]
    return list(
        public.exclude(pk=asset.pk)
        .alias(of_kind=Case(When(kind=asset.kind, then=0), default=1))
        .order_by("of_kind", "-first_published_at", "-pk")[:limit]
    )


def _nearest(asset: Asset, limit: int) -> list[int]:
    try:
        found = more_like([key_of(asset.pk)], filters={"visibility": ("public",)}, limit=limit)
    except SearchError:
        return []
    return [pk_of(hit.key) for hit in found.hits if hit.key.startswith(PREFIX)]


def landing_form(asset: Any) -> Any:
    """Return the empty form of a landing page."""
    from cms.site.forms import LandingForm

    return LandingForm(asset)


def asset_response(
    request: HttpRequest, asset: Asset, *, form: Any = None, status: int = 200
) -> HttpResponse:
    """Render an asset's page on the site, its facts, links and pictures each in one query."""
    linked = pages_linked_in(asset.body.get_prep_value() if asset.body else [])
    with fact_scope(asset.fact_ids), links_through(site_link(request), ids=linked):
        related = related_assets(asset)
        with_renditions([asset, *related], ("card", "hero", "share"))
        context = {**asset.get_context(request), "asset": asset, "related": related}
        if form is not None or asset.kind == AssetKind.LANDING_PAGE:
            context["form"] = form or landing_form(asset)
        response = TemplateResponse(request, asset.get_template(request), context, status=status)
        return response.render()
