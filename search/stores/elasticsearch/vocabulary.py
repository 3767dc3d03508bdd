"""Which words an index holds: known ones, completions, corrections."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from search.analysis import words
from search.stores.elasticsearch.asking import Asking
from search.stores.elasticsearch.queries import any_field
from search.stores.embedded.spelling import Vocabulary

LOOKED_AT = 2000  # documents that hold a beginning; enough to rank its completions
SUGGESTED = 25
KEPT = 60.0  # seconds
MOST_KEPT = 5000  # words


class Words:
    """Answers from the index; what is known is kept for a while, or until the index changes."""

    def __init__(self, index: Asking) -> None:
        self.index = index
        self._known: dict[str, bool] = {}
        self._stamp = ""
        self._since = time.monotonic()

    def known(self, asked: Sequence[str]) -> list[bool]:
        """See the contract."""
        stamp, now = self.index.state.stamp, time.monotonic()
        is_old = stamp != self._stamp or now - self._since > KEPT
        if is_old or len(self._known) > MOST_KEPT:
            self._known, self._stamp, self._since = {}, stamp, now
        kept = self._known
        parts = [words(word) for word in asked]
        new = [p for p in dict.fromkeys(part for found in parts for part in found)
               if p not in kept]  # fmt: skip
        if new:
            answers = self.index.ask(*(self._occurs(part) for part in new))
            counts = [answer["hits"]["total"]["value"] for answer in answers]
            kept = {**kept, **{p: count > 0 for p, count in zip(new, counts, strict=True)}}
            self._known = kept
        return [bool(found) and all(kept[part] for part in found) for found in parts]

    def completions(self, beginning: str, limit: int) -> list[str]:
        """See the contract."""
        found = words(beginning)
        if len(found) != 1 or len(found[0]) < 2:
            return []
        # Words are letters and digits, so nothing in one is an expression's sign.
        counted = {
            "field": "vocabulary",
            "include": f"{found[0]}.*",
            "size": limit,
            "execution_hint": "map",
        }
        (answer,) = self.index.ask(
            {
                "size": 0,
                "terminate_after": LOOKED_AT,
                "query": {"prefix": {"words": found[0]}},
                "aggs": {"words": {"terms": counted}},
            }
        )
        buckets = answer.get("aggregations", {}).get("words", {}).get("buckets", [])
        return [bucket["key"] for bucket in buckets]

    def corrections(self, word: str, limit: int) -> list[str]:
        """See the contract. Elasticsearch proposes; the same rules as elsewhere choose."""
        found = words(word)
        if len(found) != 1 or len(found[0]) < 4 or not found[0].isalpha():
            return []
        near = {
            "field": "words",
            "suggest_mode": "always",
            "max_edits": 1 if len(found[0]) < 8 else 2,
            "prefix_length": 0,
            "min_word_length": 3,
            "max_term_freq": 1_000_000_000,
            "size": SUGGESTED,
            "shard_size": SUGGESTED,
        }
        (answer,) = self.index.ask(
            {"size": 0, "suggest": {"near": {"text": found[0], "term": near}}}
        )
        told = answer.get("suggest", {}).get("near", [])
        options = [(o["text"], o["freq"]) for one in told for o in one["options"]]
        return Vocabulary(options).near(found[0], limit)

    def _occurs(self, part: str) -> dict[str, Any]:
        forms = [any_field(part, self.index.fields), {"term": {"words": part}}]
        return {
            "size": 0,
            "terminate_after": 1,
            "track_total_hits": 1,
            "query": {"bool": {"filter": [{"bool": {"should": forms}}]}},
        }
