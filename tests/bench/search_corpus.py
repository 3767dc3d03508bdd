"""Documents and vectors for the search benchmark: real ones, grown to any number.

They come from the folder of real documents beside the checkout; where that is absent, from the
texts of the demo. A grown document has the passages of a real one in another order and under
another title; so each passage is embedded once, and kept in the user's cache between runs.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import yaml

from search import chunking
from search.documents import Document, Section, content_hash
from search.embedding.base import Embedder, Vectors, model_key
from search.evaluation.collection import sections
from search.stores.base import Entry

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
KINDS = ("case", "sheet", "article")
STAGES = ("learn", "compare", "decide")


def real_documents() -> tuple[list[Document], str]:
    """Return the documents to grow from, and what they are."""
    made = []
    for folder in ("jenkins_stories", "sourcegraph_gtm", "digitalgov"):
        manifest = DATA / folder / "manifest.jsonl"
        if manifest.is_file():
            for line in manifest.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                text = (DATA / folder / entry["path"]).read_text(encoding="utf-8")
                made.append(Document(f"{folder}/{entry['path']}", entry["title"], sections(text)))
    if made:
        return made, "real documents"
    for path in sorted((ROOT / "pitch_builder" / "demo").rglob("*.yaml")):
        texts = list(_texts(yaml.safe_load(path.read_text(encoding="utf-8"))))
        for start in range(0, len(texts), 12):
            body = tuple(Section(text) for text in texts[start : start + 12])
            made.append(Document(f"{path.stem}/{start}", texts[start][:60], body))
    return made, "the demo's texts (the folder of real documents is absent)"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and len(value) > 40:
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def grown(base: list[Document], vectors: dict[str, Vectors], count: int) -> Iterator[Entry]:
    """Yield `count` entries: `base`, then the same with their passages in another order."""
    chance = random.Random(7)  # noqa: S311
    for number, document in enumerate(islice(cycle(base), count)):
        made = chunking.passages(document)
        texts = [chunking.embedding_text(document.title, passage) for passage in made]
        order = list(range(len(made)))
        if number >= len(base):
            chance.shuffle(order)
        title = document.title if number < len(base) else f"{document.title} ({number})"
        new = Document(
            f"{document.key}~{number}",
            title,
            document.sections,
            filters={
                "kind": (KINDS[number % 3],),
                "stage": (STAGES[number // 3 % 3],),
            },
        )
        passages = tuple(
            type(made[0])(new.key, place, made[old].text, made[old].headings, "", made[old].kind)
            for place, old in enumerate(order)
        )
        stack = np.stack([vectors[digest(texts[old])] for old in order])
        yield Entry(new, content_hash(new), passages, stack)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def embedded(
    base: list[Document], embedder: Embedder, cache: Path, say: Callable[[str], None]
) -> dict[str, Vectors]:
    """Return the vector of each passage of `base`, by digest; only new ones are embedded."""
    path = cache / f"bench-{re.sub(r'[^A-Za-z0-9.-]', '-', model_key(embedder))}.npz"
    known: dict[str, Vectors] = {}
    if path.is_file():
        with np.load(path) as file:
            known = dict(zip(file["digests"].tolist(), file["vectors"], strict=True))
    texts = {
        digest(text): text
        for document in base
        for passage in chunking.passages(document)
        for text in [chunking.embedding_text(document.title, passage)]
    }
    missing = [key for key in texts if key not in known]
    for start in range(0, len(missing), 512):
        batch = missing[start : start + 512]
        say(f"embedding, {start} of {len(missing)} passages")
        known |= dict(zip(batch, embedder.encode([texts[key] for key in batch]), strict=True))
    if missing:
        cache.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(".new.npz")
        np.savez(made, digests=np.array(list(known)), vectors=np.stack(list(known.values())))
        made.replace(path)
    return known


def questions(base: list[Document], count: int) -> list[str]:
    """Return what people might ask: parts of headings and sentences, two to nine words long."""
    chance = random.Random(11)  # noqa: S311
    found: dict[str, None] = {}
    while len(found) < count:
        document = chance.choice(base)
        texts = [document.title, *(s.text for s in document.sections)]
        words = re.findall(r"[A-Za-z][\w'-]*", chance.choice(texts))
        length = chance.randint(2, 9)
        if len(words) >= length:
            start = chance.randrange(len(words) - length + 1)
            found.setdefault(" ".join(words[start : start + length]))
    return list(found)
