"""Decks for tests, made through the services."""

from __future__ import annotations

from django.utils.text import slugify

from cms.facts.models import Fact
from pitch_builder.decks import services
from pitch_builder.decks.models import Deck
from pitch_builder.decks.outlines import DeckTemplate, TemplateSection, TemplateSlide
from tests.factories.cms import CaseStudyFactory, FactFactory, block
from tests.factories.personas import AccountFactory


def embed(fact: Fact) -> str:
    return f'<embed embedtype="fact" fallback="{fact.fallback}" id="{fact.pk}"/>'


def case_study_with_slides(fact: Fact | None = None, **fields):
    """A published case study with three slides: statement and figure with the fact, quote."""
    fact = fact or FactFactory()
    slides = [
        block(
            "statement",
            {"statement": f"<p>It saves {embed(fact)} a year.</p>", "variant": "dark"},
        ),
        block(
            "figures",
            {
                "title": "The pilot paid for itself before it ended",
                "items": [
                    {
                        "type": "item",
                        "id": "4b2c8f10-0000-4000-8000-000000000001",
                        "value": {"fact": fact.pk, "label": "less energy per pallet"},
                    }
                ],
            },
        ),
        block(
            "quote",
            {
                "quote": "<p>We stopped arguing about whose fault it was.</p>",
                "name": "Marit Solheim",
                "role": "Head of Quality",
                "variant": "dark",
            },
        ),
    ]
    return CaseStudyFactory(slides=slides, **fields)


def make_deck(user, *assets, account=None, **fields) -> Deck:
    """A deck of `user` with all slides of the assets."""
    deck = services.create_deck(
        user=user,
        title=fields.pop("title", "Fewer losses for {{account}}"),
        account=account or AccountFactory(owner=user),
        **fields,
    )
    for asset in assets:
        services.add_slides(deck, user=user, asset=asset.asset_ptr)
    return deck


def make_template(*sections: str, name: str = "First meeting") -> DeckTemplate:
    """A template with empty sections of these names."""
    template = DeckTemplate.objects.create(name=name, slug=slugify(name))
    for place, section in enumerate(sections):
        TemplateSection.objects.create(template=template, name=section, sort_order=place)
    return template


def start_slide(template: DeckTemplate, section: str, asset, *, number=0, locked=False):
    """Let slide `number` of the asset stand in a section of the template from the start."""
    place = template.sections.get(name=section)
    slide = TemplateSlide(
        section=place,
        asset=asset.asset_ptr,
        block_id=asset.slides[number].id,
        locked=locked,
        sort_order=place.start_slides.count(),
    )
    slide.clean()
    slide.save()
    return slide
