"""The whole of the demo's content, read from the files beside this module.

`read()` gives plain data and touches no database. References between the files (an asset's
persona, a fact's owner, a deck's slide) are by slug, key, username or picture name, and all of
them are checked, so that a loader may take them as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pitch_builder.demo import assets, people, selling, teamwork
from pitch_builder.demo.assets import DemoAsset, Fact, Slide
from pitch_builder.demo.people import (
    Account,
    Company,
    Deal,
    Persona,
    Prospect,
    Stage,
    TeamMember,
    Term,
)
from pitch_builder.demo.selling import DemoDeck, DemoRoom, Template
from pitch_builder.demo.teamwork import Teamwork

FOLDER = Path(__file__).parent / "content"
PICTURE_FIELDS = ("picture", "image", "portrait")


@dataclass(frozen=True, slots=True)
class DemoContent:
    company: Company
    personas: tuple[Persona, ...]
    stages: tuple[Stage, ...]
    industries: tuple[Term, ...]
    products: tuple[Term, ...]
    team: tuple[TeamMember, ...]
    facts: tuple[Fact, ...]
    assets: tuple[DemoAsset, ...]
    accounts: tuple[Account, ...]
    prospects: tuple[Prospect, ...]
    deals: tuple[Deal, ...]
    templates: tuple[Template, ...]
    decks: tuple[DemoDeck, ...]
    rooms: tuple[DemoRoom, ...]
    teamwork: Teamwork

    def asset(self, slug: str) -> DemoAsset:
        return next(asset for asset in self.assets if asset.slug == slug)

    def fact(self, key: str) -> Fact:
        return next(fact for fact in self.facts if fact.key == key)


def read(folder: Path = FOLDER) -> DemoContent:
    """Read and check everything; raises ContentError naming file, field and reason."""
    from pitch_builder.demo.references import check_references

    content = DemoContent(
        company=people.read_company(folder),
        personas=people.read_personas(folder),
        stages=people.read_stages(folder),
        industries=people.read_terms(folder, "industries"),
        products=people.read_terms(folder, "products"),
        team=people.read_team(folder),
        facts=assets.read_facts(folder),
        assets=assets.read_assets(folder),
        accounts=people.read_accounts(folder),
        prospects=people.read_prospects(folder),
        deals=people.read_deals(folder),
        templates=selling.read_templates(folder),
        decks=selling.read_decks(folder),
        rooms=selling.read_rooms(folder),
        teamwork=teamwork.read_teamwork(folder),
    )
    check_references(content)
    return content


def facts_of(slide: Slide) -> Iterable[str]:
    """The keys of the facts on a slide, inline or as a figure."""
    for name, text in slide.texts():
        if name == "fact":
            yield text
        yield from assets.FACT_REFERENCE.findall(text)


def pictures_of(slide: Slide) -> Iterable[str]:
    """The names of the pictures on a slide."""
    return (text for name, text in slide.texts() if name in PICTURE_FIELDS)
