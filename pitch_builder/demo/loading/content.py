"""The demo's brand, facts and assets, written through the same services as everybody's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Site

from cms.assets.kinds import ASSET_TYPES
from cms.assets.models import Asset
from cms.assets.services import library, save_asset
from cms.brand.models import Brand
from cms.facts.models import Fact
from cms.site.models import HomePage, TextPage
from cms.taxonomy.models import Industry, Product
from pitch_builder.demo import assets as files
from pitch_builder.demo.content import FOLDER
from pitch_builder.demo.loading.blocks import BlockWriter, block_id
from pitch_builder.demo.loading.shelf import Shelf

IMPORT_KEY = "demo:"


def load_brand(shelf: Shelf) -> None:
    company = shelf.content.company
    site = Site.objects.get(is_default_site=True)
    brand = Brand.for_site(site)
    if brand.company:
        return
    office = company.offices[0]
    brand.company, brand.tagline = company.name, company.tagline
    brand.email, brand.phone = company.email, office.phone
    brand.address = "\n".join(office.lines)
    for name, value in company.brand.items():
        setattr(brand, name, value)
    brand.logo = shelf.image(company.logo)
    brand.cover_picture = shelf.image(company.cover_picture)
    brand.full_clean()
    brand.save()
    site.site_name = company.name
    site.save()
    home = HomePage.objects.get()
    home.title = company.name
    home.headline, home.lead = company.tagline, company.description
    home.save_revision().publish()
    shelf_page = library()
    shelf_page.headline = "Answers, with their sources"
    shelf_page.lead = (
        "Cases, guides and comparisons for people who answer for energy and carbon. "
        "Every figure names where it comes from and until when it holds."
    )
    shelf_page.save_revision().publish()
    home.add_child(
        instance=(imprint := TextPage(title="Imprint", slug="imprint", body=_imprint(shelf)))
    )
    imprint.save_revision().publish()
    shelf.made += 1


def _imprint(shelf: Shelf) -> str:
    company = shelf.content.company
    offices = "\n\n".join("\n".join([*office.lines, office.phone]) for office in company.offices)
    return f"{company.imprint}\n\n{offices}\n\n{company.email}"


def load_terms(shelf: Shelf) -> None:
    for model, rows, found in (
        (Industry, shelf.content.industries, shelf.industries),
        (Product, shelf.content.products, shelf.products),
    ):
        for row in rows:
            found[row.slug], made = model.objects.get_or_create(
                slug=row.slug, defaults={"name": row.name}
            )
            shelf.made += made


def load_facts(shelf: Shelf) -> None:
    for row in shelf.content.facts:
        fact = Fact.objects.filter(key=row.key).first()
        if fact is None:
            fact = Fact(
                key=row.key,
                label=row.label,
                value=row.value,
                unit=row.unit,
                prefix=row.prefix,
                decimals=row.decimals,
                as_of=row.as_of,
                source=row.source,
                fallback=row.fallback,
                owner=shelf.users.get(row.owner),
                valid_until=None if row.valid_days is None else shelf.day(row.valid_days),
                live=False,
            )
            fact.full_clean()
            fact.save()
            fact.save_revision(user=shelf.users.get(row.owner)).publish()
            fact.refresh_from_db()
            shelf.made += 1
        shelf.facts[row.key] = fact


def load_assets(shelf: Shelf) -> None:
    """Write new assets in two steps: first the pages, then bodies that link to each other."""
    writer = BlockWriter(shelf)
    known = {
        asset.import_key: asset
        for asset in Asset.objects.filter(import_key__startswith=IMPORT_KEY).specific()
    }
    new = []
    for row in shelf.content.assets:
        asset = known.get(IMPORT_KEY + row.slug)
        if asset is None:
            asset = _page(row, shelf, writer)
            save_asset(asset, parent=library())
            new.append(row)
        shelf.assets[row.slug] = asset
    ids = {slug: asset.pk for slug, asset in shelf.assets.items()}
    for row in new:
        asset = shelf.assets[row.slug]
        asset.body = _stream(asset, "body", writer.body(row, ids.get))
        save_asset(asset, publish=True)
        moment = shelf.moment(row.published_day)
        type(asset).objects.filter(pk=asset.pk).update(
            first_published_at=moment, last_published_at=moment
        )
        asset.refresh_from_db()
        shelf.made += 1
    _feature_newest(shelf)


def _stream(asset: Asset, name: str, raw: list[Any]) -> Any:
    return type(asset)._meta.get_field(name).stream_block.to_python(raw)


def _page(row: files.DemoAsset, shelf: Shelf, writer: BlockWriter) -> Asset:
    model = ASSET_TYPES[row.kind]
    asset = model(
        title=row.title,
        slug=row.slug,
        summary=writer.rich(row.summary),
        hero_image=shelf.image(row.hero, row.hero_alt),
        hero_alt=row.hero_alt,
        visibility=row.visibility,
        may_download=row.may_download,
        may_mix=row.may_mix,
        owner=shelf.users.get(row.owner),
        review_by=shelf.day(row.review_days),
        expire_at=None if row.valid_days is None else shelf.moment(row.valid_days),
        import_key=IMPORT_KEY + row.slug,
    )
    asset.slides = _stream(asset, "slides", writer.slides(row))
    asset.personas = [shelf.personas[slug] for slug in row.personas]
    asset.stages = [shelf.stages[slug] for slug in row.stages]
    asset.industries = [shelf.industries[slug] for slug in row.industries]
    asset.products = [shelf.products[slug] for slug in row.products]
    _details(asset, row, shelf, writer)
    return asset


def _details(asset: Any, row: files.DemoAsset, shelf: Shelf, writer: BlockWriter) -> None:
    """Fill the fields that only this kind of asset has."""
    details = row.details
    if isinstance(details, files.CaseStudy):
        asset.customer, asset.customer_size = details.customer, details.size
        asset.customer_industry = ", ".join(shelf.industries[slug].name for slug in row.industries)
        asset.challenge = writer.rich(details.challenge)
        asset.solution = writer.rich(details.solution)
        asset.results = _stream(
            asset,
            "results",
            [
                {
                    "type": "result",
                    "id": block_id(row.slug, "result", number),
                    "value": {
                        "fact": shelf.facts[result.fact].pk if result.fact else None,
                        "value": result.value,
                        "unit": result.unit,
                        "label": result.label,
                    },
                }
                for number, result in enumerate(details.results)
            ],
        )
    elif isinstance(details, files.Article):
        asset.published_on = shelf.day(row.published_day)
    elif isinstance(details, files.Comparison):
        asset.competitor = details.competitor
    elif isinstance(details, files.Video):
        asset.video_file = _file(details.file, ".mp4", ".webm")
        asset.captions = _file(details.captions, ".vtt")
        asset.duration = timedelta(seconds=details.seconds)
    elif isinstance(details, files.Ebook):
        asset.document = _document(row, shelf)
    elif isinstance(details, files.LandingPage):
        _form(asset, details, row)


def _file(stem: str, *suffixes: str) -> ContentFile:
    """Return a shipped file by its name without the ending."""
    path = next(
        path for suffix in suffixes if (path := FOLDER / "files" / f"{stem}{suffix}").exists()
    )
    return ContentFile(path.read_bytes(), name=path.name)


def _document(row: files.DemoAsset, shelf: Shelf) -> Any:
    """Print the e-book's own text as a PDF and keep it as a document."""
    from pitch_builder.demo.ebooks import ebook_pdf

    def fact_text(key: str) -> str:
        return str(shelf.facts[key].current.display)

    document = get_document_model()(title=row.title)
    pdf = ebook_pdf(row, shelf.content, fact_text)
    document.file.save(f"{row.slug}.pdf", ContentFile(pdf), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


def _form(asset: Any, details: files.LandingPage, row: files.DemoAsset) -> None:
    kinds = {field.kind for field in details.form}
    labels = {field.label.lower() for field in details.form}
    asset.asks_phone = "phone" in kinds or any("phone" in label for label in labels)
    asset.asks_company = any("company" in label or "work" in label for label in labels)
    asset.asks_title = any("title" in label or "role" in label for label in labels)
    asset.button, asset.thanks, asset.consent = details.button, details.thanks, details.consent
    standard = ("name", "e-mail", "email", "company", "phone", "title", "role", "work")
    asset.questions = _stream(
        asset,
        "questions",
        [
            {
                "type": "question",
                "id": block_id(row.slug, "question", field.label),
                "value": {"name": field.label[:40], "label": field.label[:120]},
            }
            for field in details.form
            if not any(word in field.label.lower() for word in standard)
        ][:5],
    )


def _feature_newest(shelf: Shelf) -> None:
    home = HomePage.objects.get()
    if home.featured_id is None and shelf.assets:
        cases = [a for a in shelf.assets.values() if a.kind == "case_study"]
        home.featured = Asset.objects.get(pk=cases[0].pk)
        home.save_revision().publish()
