"""The vocabulary of questions: personas, stages, industries, products and kinds as they are now.

Kept in each process; a change drops it at once in the process that made it, and within
SECONDS in the others.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from django.core.cache import caches
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language
from numpy.typing import NDArray

from cms.assets.enums import AssetKind
from cms.assets.models import Asset
from cms.library.terms import NAMES_KEY, QUESTIONS_KEY
from cms.library.understanding import (
    Name,
    Reading,
    Vocabulary,
    make_vocabulary,
    recognise,
    ways_to_say_role,
)
from cms.taxonomy.models import Industry, Product
from personas.journey.models import JourneyStage
from personas.persona.models import Persona
from personas.persona.texts import lines_of
from search.embedding import get_embedder
from search.embedding.cache import query_vector, vectors_for
from search.query import parse

KEY = "find-vocabulary"
SECONDS = 60

# Further words for kinds, as sales say them.
SAID_FOR_KINDS = {
    AssetKind.CASE_STUDY: ("customer story", "success story", "customer reference"),
    AssetKind.PRODUCT_SHEET: ("data sheet", "datasheet", "one pager", "onepager"),
    AssetKind.VIDEO: ("film",),
    AssetKind.EBOOK: ("ebook", "white paper", "whitepaper"),
    AssetKind.ARTICLE: ("blog post",),
}
LONGEST_TITLE = 5  # words of a job title in a persona's role

_lock = threading.Lock()
_kept: tuple[tuple[str, str], Vocabulary, NDArray[np.float32]] | None = None


def understand(asked: str, *, ignored: tuple[str, ...] = ()) -> Reading:
    """Read a question with the present vocabulary; six queries now and then, none else.

    Raises what search raises where its model is missing.
    """
    if not asked:
        return Reading()
    vocabulary, vectors = present()
    text = parse(asked).text
    near: Mapping[str, float] = {}
    if text and len(vectors):
        cosines = vectors @ query_vector(get_embedder(), text)
        near = {line.key: float(c) for line, c in zip(vocabulary.lines, cosines, strict=True)}
    return recognise(asked, vocabulary, ignored=ignored, near=near)


def present() -> tuple[Vocabulary, NDArray[np.float32]]:
    """Return the vocabulary and the vectors of its lines, one row a line."""
    global _kept
    cache = caches["renditions"]
    language = get_language() or ""
    token = cache.get(KEY)
    kept = _kept
    if token and kept and kept[0] == (token, language):
        return kept[1], kept[2]
    with _lock:
        token = token or uuid.uuid4().hex
        made = make_vocabulary(_names(), _lines())
        if kept and [line.text for line in kept[1].lines] == [line.text for line in made.lines]:
            vectors = kept[2]
        else:
            vectors, _new = vectors_for([line.text for line in made.lines], get_embedder())
        _kept = ((token, language), made, vectors)
        cache.set(KEY, token, SECONDS)
    return made, vectors


def forget(**kwargs: Any) -> None:
    """Read the names anew at the next question."""
    caches["renditions"].delete_many([KEY, NAMES_KEY, QUESTIONS_KEY])


def connect() -> None:
    """Listen to changes of what is named; called once, when the app is ready."""
    for model in (Persona, JourneyStage, Industry, Product):
        for signal in (post_save, post_delete):
            signal.connect(
                forget, sender=model, dispatch_uid=f"vocabulary-{model.__name__}-{id(signal)}"
            )


def _names() -> Iterator[tuple[str, Name]]:
    for slug, name, role in Persona.objects.live().values_list("slug", "name", "role"):
        for said in [*ways_to_say_role(name), *_titles(role)]:
            yield said, Name("persona", (slug,), name, plain=_is_one_word(said))
    for slug, name in JourneyStage.objects.values_list("slug", "name"):
        yield name, Name("stage", (slug,), name)
    # Only what some asset carries: a term that prefers nothing would say something untrue.
    live = Asset.objects.live()
    for facet, model in (("industry", Industry), ("product", Product)):
        terms = model._default_manager.filter(assets__in=live).distinct()
        for slug, name in terms.values_list("slug", "name"):
            yield name, Name(facet, (slug,), name, plain=_is_one_word(name))
    for kind in AssetKind:
        for said in (str(kind.label), *SAID_FOR_KINDS.get(kind, ())):
            yield said, Name("kind", (kind.value,), str(kind.label))


def _titles(role: str) -> Iterator[str]:
    """Yield the job titles of "CFO, head of finance"; a sentence about the role has none."""
    parts = [part.strip() for part in role.replace(";", ",").split(",") if part.strip()]
    if not role.strip().endswith(".") and all(len(p.split()) <= LONGEST_TITLE for p in parts):
        for part in parts:
            yield from ways_to_say_role(part)


def _is_one_word(said: str) -> bool:
    # Initials are no everyday word.
    return len(said.split()) == 1 and not (said.isupper() and len(said) > 2)


def _lines() -> Iterator[tuple[str, str, str, str]]:
    for persona in Persona.objects.live().only("slug", "name", "pains", "objections"):
        for kind, text in (("objection", persona.objections), ("pain", persona.pains)):
            for said in lines_of(text):
                yield kind, persona.slug, persona.name, said
    for slug, name, question in JourneyStage.objects.exclude(buyer_question="").values_list(
        "slug", "name", "buyer_question"
    ):
        yield "question", slug, name, question
