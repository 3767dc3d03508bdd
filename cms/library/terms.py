"""What the values of the facets are called, and what buyers ask at each stage."""

from __future__ import annotations

from functools import lru_cache

from django.core.cache import caches
from django.utils.translation import get_language

from cms.assets.enums import AssetKind, Visibility
from cms.taxonomy.models import Industry, Product
from personas.journey.models import JourneyStage
from personas.persona.models import Persona

NAMES_KEY, QUESTIONS_KEY = "facet-names", "buyer-questions"
SECONDS = 30

Names = dict[str, dict[str, str]]


def facet_names() -> Names:
    """Return what each value of each facet is called: four queries, every half minute."""
    # The cache in this process's memory: the answer stands in every keystroke's way.
    cache = caches["renditions"]
    stored: Names | None = cache.get(NAMES_KEY)
    if stored is None:
        stored = {
            "persona": dict(Persona.objects.order_by("name").values_list("slug", "name")),
            "stage": dict(JourneyStage.objects.order_by("order").values_list("slug", "name")),
            "industry": dict(Industry.objects.values_list("slug", "name")),
            "product": dict(Product.objects.values_list("slug", "name")),
        }
        cache.set(NAMES_KEY, stored, SECONDS)
    kinds, visibilities = _choices(get_language())
    return {
        "persona": stored["persona"],
        "stage": stored["stage"],
        "kind": kinds,
        "industry": stored["industry"],
        "product": stored["product"],
        "visibility": visibilities,
    }


@lru_cache(maxsize=8)
def _choices(language: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """Return the kinds and who may see an asset in the active `language`, read once."""
    kinds = {value: str(label) for value, label in AssetKind.choices}
    return kinds, {value: str(label).split(":")[0] for value, label in Visibility.choices}


def buyer_questions() -> list[str]:
    """Return the question of each stage that has one, in their order; a query a half minute."""
    cache = caches["renditions"]
    stored: list[str] | None = cache.get(QUESTIONS_KEY)
    if stored is None:
        stages = JourneyStage.objects.exclude(buyer_question="").order_by("order")
        stored = list(stages.values_list("buyer_question", flat=True))
        cache.set(QUESTIONS_KEY, stored, SECONDS)
    return stored
