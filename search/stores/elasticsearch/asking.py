"""Searches over an index, each request with the index's state beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search.errors import SearchError, StoreUnavailable
from search.stores.elasticsearch.connection import Connection, reason, refusal
from search.stores.elasticsearch.mapping import text_field
from search.stores.elasticsearch.state import State, parsed

Search = dict[str, Any]
Answer = dict[str, Any]

EVERYWHERE = {"ignore_unavailable": True, "allow_no_indices": True}


class Asking:
    """Asks `index`, an index or alias, and knows its `state` as of the last answer or write."""

    def __init__(self, connection: Connection, index: str, state_index: str) -> None:
        self.connection = connection
        self.index = index
        self.state_index = state_index
        self.state = State()

    @property
    def fields(self) -> list[str]:
        """The text fields in use."""
        return sorted(self.state.languages) or [text_field("en")]

    def ask(self, *searches: Search) -> list[Answer]:
        """Search the index, all in one request. Without an index, nothing is found.

        Raises StoreUnavailable or SearchError.
        """
        return self.ask_with_state(searches)[0]

    def ask_with_state(self, searches: Sequence[Search]) -> tuple[list[Answer], State]:
        """Search, and return the state in which the index answered."""
        told: list[Search] = []
        for search in searches:
            told += [{"index": self.index, **EVERYWHERE}, search]
        named = {"size": 1, "query": {"term": {"name": self.index}}}
        told += [{"index": self.state_index, **EVERYWHERE}, named]
        answers = self._answers(told, again=True)
        hits = answers.pop()["hits"]["hits"]
        state = self.state = parsed(hits[0]["_source"]) if hits else State()
        return answers, state

    def _answers(self, told: Sequence[Search], *, again: bool) -> list[Answer]:
        """Send searches. Where an index was swapped away under them, `again` asks the new one."""
        with self.connection.talking() as client:
            answers: list[Answer] = client.msearch(searches=told).body["responses"]
        wrong: SearchError | None = None
        for answer in answers:
            if "error" in answer:
                why = reason(answer)
                wrong = refusal(self.connection.address.url, answer.get("status", 500), why)
            elif answer["_shards"]["failed"]:
                wrong = StoreUnavailable(
                    f"Elasticsearch at {self.connection.address.url} answers in part only: "
                    f"{reason(answer['_shards']['failures'][0])}"
                )
        if wrong is None:
            return answers
        if again:
            return self._answers(told, again=False)
        raise wrong
