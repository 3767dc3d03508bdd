"""The store on a cluster; see the package."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np

from search.embedding.base import Vectors
from search.errors import SearchError, StoreBusy
from search.highlighting import Finder
from search.stores.base import Candidates, Choice, Counts, Entry, Request, Store, StoredDocument
from search.stores.elasticsearch import body, bulk, leftovers, mapping, packing, queries, sample
from search.stores.elasticsearch.asking import Asking
from search.stores.elasticsearch.connection import Connection
from search.stores.elasticsearch.found import Found
from search.stores.elasticsearch.indices import Indices, Names, make_state
from search.stores.elasticsearch.lease import Held, Lease
from search.stores.elasticsearch.state import States
from search.stores.elasticsearch.vocabulary import Words

SCANNED = 5000  # documents a request when all are read
LOOKED_UP = 500
MISSING = 404


class ElasticsearchStore:
    """Documents behind the alias `name`, with vectors of `dimensions`. `folder` holds the
    lock that the processes of this machine share."""

    def __init__(
        self, connection: Connection, name: str, dimensions: int, folder: Path,
        *, building: str = "", held: threading.local | None = None,
    ) -> None:  # fmt: skip
        self.connection = connection
        self.names = Names(name)
        self.dimensions = dimensions
        self.folder = folder
        self.building = building  # the index that takes the live one's place when it is ready
        self.reads = building or name
        self.state_index = f"{connection.address.prefix}-state"
        self.indices = Indices(connection, self.names, dimensions)
        self.states = States(connection, self.state_index)
        self.lease = Lease(connection, self.state_index, f"lease:{name}", folder)
        self.builds = leftovers.building(connection, self.state_index, name, folder)
        self.asking = Asking(connection, self.reads, self.state_index)
        self.words = Words(self.asking)
        self._writing = held or threading.local()
        self._sample: sample.Sample | None = None
        self._sampling = threading.Lock()
        self._is_ready = False

    # --- writing --------------------------------------------------------------------------
    @contextmanager
    def writer(self, wait: float = 60.0) -> Iterator[None]:
        """Hold the lease. Raises StoreBusy, StoreUnavailable."""
        if getattr(self._writing, "held", None) is not None:
            raise RuntimeError("This thread holds the writer's lock already.")
        self._make_ready()
        with self.lease.held(wait) as held:
            self._writing.held = held
            try:
                yield
            finally:
                self._writing.held = None

    def _make_ready(self) -> None:
        if not self._is_ready:
            make_state(self.connection, self.state_index)
            self._is_ready = True

    def write(self, entries: Sequence[Entry], deleted: Sequence[str] = ()) -> None:
        """See the contract. Each document is replaced whole; a write that fails half-way is
        made whole by its repetition. What is being built beside gets the same."""
        held = self._held()
        replaced = {entry.document.key for entry in entries}
        gone = [key for key in dict.fromkeys(deleted) if key not in replaced]
        if not entries and not gone:
            return
        targets = self._targets(create=bool(entries))
        if not targets:
            return
        used = {mapping.text_field(entry.document.language) for entry in entries}
        state = self.states.read(self.reads)
        if not used <= state.languages:
            # Before the documents: a reader must know a language to find its words.
            state = self.states.write(self.reads, state.languages | used)
        made = [(body.identity(e.document.key), body.body(e)) for e in entries]
        actions = [
            bulk.Action(target, identity, held.token, document)
            for target in targets
            for identity, document in [*made, *((body.identity(key), None) for key in gone)]
        ]
        bulk.write(self.connection, actions)
        if not self.building:
            self.indices.refresh(*targets)
        self.asking.state = self.states.write(self.reads, state.languages | used)

    def prune(self, keep: Iterable[str]) -> int:
        """See the contract."""
        self._held()
        wanted = set(keep)
        gone = [key for key in self.hashes() if key not in wanted]
        self.write((), gone)
        return len(gone)

    def clear(self) -> None:
        """See the contract."""
        self._held()
        self.indices.remove(*self._targets(create=False))
        self.asking.state = self.states.write(self.reads, frozenset())

    @contextmanager
    def replacement(self) -> Iterator[Store]:
        """See the contract. The new index gets every write from now on, and takes the place
        of the live one in one step. Raises StoreBusy while another process builds one."""
        self._make_ready()
        with self.builds.held(0):
            with self.writer():
                self._remove(*self.indices.behind(self.names.next))
                new = self.indices.create(self.names.next, refreshed=False)
            store = ElasticsearchStore(
                self.connection, self.names.live, self.dimensions, self.folder,
                building=new, held=self._writing,
            )  # fmt: skip
            try:
                yield store
                self.indices.settle(new)
                with self.writer():
                    store.need_place()
                    languages = self.states.read(new).languages
                    live = self.states.read(self.reads).languages
                    self.states.write(self.reads, languages | live)
                    self.indices.swap(new)
                    self.asking.state = self.states.write(self.reads, languages)
            except BaseException:
                # With the lock, or a write that is under way would make it anew.
                with suppress(SearchError), self.writer():
                    self.indices.remove(new)
                raise
            finally:
                with suppress(SearchError):
                    self.states.remove(new)

    def tidy(self) -> None:
        """See the contract. On the cluster: what rebuilds and evaluations left there."""
        leftovers.remove_temporary(self.connection, self.connection.address.prefix)
        for name in leftovers.half_built(self.connection, self.state_index):
            # Under another name where another model or version was in use then.
            other = ElasticsearchStore(self.connection, name, self.dimensions, self.folder)
            with suppress(StoreBusy), other.builds.held(0), other.writer():
                other._remove(*other.indices.behind(other.names.next))
        if self.indices.stray():
            with self.writer():
                self._remove(*self.indices.stray())

    def _remove(self, *names: str) -> None:
        self.indices.remove(*names)
        for name in names:
            self.states.remove(name)

    def need_place(self) -> None:
        """Raise StoreBusy where another rebuild has begun since this one did."""
        if self.building not in self.indices.behind(self.names.next):
            raise StoreBusy("Another rebuild of the search index has begun.")

    def _targets(self, *, create: bool) -> list[str]:
        if self.building:
            self.need_place()
            return [self.building]
        found = self.indices.behind(self.names.live, self.names.next)
        if not found and create:
            found = [self.indices.create(self.names.live, refreshed=True)]
        return found

    def _held(self) -> Held:
        held: Held | None = getattr(self._writing, "held", None)
        if held is None:
            raise RuntimeError("Writing to the store needs `with store.writer():`.")
        if held.lost:
            raise StoreBusy("Another process has taken over the writing of the search index.")
        return held

    # --- asking ---------------------------------------------------------------------------
    def hashes(self, keys: Sequence[str] | None = None) -> dict[str, str]:
        """See the contract."""
        if keys is None:
            return {hit["key"][0]: hit["hash"][0] for hit in self._all("hash")}
        found: dict[str, str] = {}
        ids = [body.identity(key) for key in dict.fromkeys(keys)]
        for start in range(0, len(ids), LOOKED_UP):
            with self.connection.talking() as client:
                got = client.options(ignore_status=MISSING).mget(
                    index=self.reads, ids=ids[start : start + LOOKED_UP],
                    source_includes=["key", "hash"],
                )  # fmt: skip
            for one in got.body.get("docs", []):
                if one.get("found"):
                    found[one["_source"]["key"]] = one["_source"]["hash"]
        return found

    def _all(self, field: str) -> Iterator[dict[str, list[str]]]:
        """Yield key and `field` of every document."""
        if self.building:
            self.indices.refresh(self.building)
        after: list[Any] = []
        while True:
            search: dict[str, Any] = {
                "size": SCANNED,
                "sort": [{"key": "asc"}],
                "track_total_hits": False,
                **queries.BARE,
                "docvalue_fields": ["key", field],
            }
            (answer,) = self.asking.ask({**search, **({"search_after": after} if after else {})})
            hits = answer["hits"]["hits"]
            yield from (hit["fields"] for hit in hits)
            if len(hits) < SCANNED:
                return
            after = hits[-1]["sort"]

    def count(self) -> Counts:
        """See the contract."""
        (answer,) = self.asking.ask(
            {"size": 0, "track_total_hits": True, "aggs": {"n": {"sum": {"field": "count"}}}}
        )
        passages = answer.get("aggregations", {}).get("n", {}).get("value", 0)
        return Counts(answer["hits"]["total"]["value"], int(passages))

    def check(self) -> str:
        """See the contract."""
        try:
            live = self.indices.behind(self.names.live)
            if len(live) > 1:
                return f"The alias {self.names.live} stands for {', '.join(live)}."
            if live and self.indices.unassigned(live[0]):
                return f"The index {live[0]} has lost data: its status is red."
            if not live and self.states.read(self.names.live).languages:
                return f"The index behind {self.names.live} is gone."
        except SearchError as error:
            return str(error)
        return ""

    def exists(self) -> bool:
        """Say whether this index was ever filled or is there empty."""
        return bool(self.indices.behind(self.names.live))

    def known(self, words: Sequence[str]) -> list[bool]:
        """See the contract."""
        return self.words.known(words)

    def completions(self, beginning: str, limit: int = 5) -> list[str]:
        """See the contract."""
        return self.words.completions(beginning, limit)

    def corrections(self, word: str, limit: int = 3) -> list[str]:
        """See the contract."""
        return self.words.corrections(word, limit)

    def candidates(self, request: Request) -> Candidates:
        """See the contract. The strongest of each arm, over all and over what passes."""
        vector = request.vector() if request.vector else None
        asked = vector.tolist() if vector is not None and vector.any() else None
        sure = False
        for _ in range(3):
            fields = self.asking.fields
            scoring = queries.score(request.terms, request.pairs, fields)
            plan = queries.searches(request, scoring, asked, fields, sure=sure)
            answers, state = self.asking.ask_with_state(list(plan.values()))
            by_name = dict(zip(plan, answers, strict=True))
            if state.languages and sorted(state.languages) != fields:
                continue  # a language has come or gone; ask in the present ones
            if sure or not queries.is_crowded(by_name):
                break
            sure = True
        found = Found.of(by_name, scored=scoring is not None, dimensions=self.dimensions)
        mean, deviation = 0.0, 0.0
        if vector is not None and found.embedded.any():
            mean, deviation = self._measured(vector, body.micros(request.now))
        best = by_name.get("words")
        browsed = by_name.get("browse")
        more = browsed["hits"]["total"]["value"] - len(found.keys) if browsed else 0
        return Candidates(
            keys=found.keys,
            passing=found.passing,
            lexical=found.lexical,
            closeness=found.closeness(vector),
            updated=found.updated,
            lexical_max=float((best and best["hits"]["max_score"]) or 0.0),
            mean=mean,
            deviation=deviation,
            handle=(found, plan["browse"]["query"] if more else None),
            more=more,
        )

    def _measured(self, vector: Vectors, now: int) -> tuple[float, float]:
        with self._sampling:
            kept = self._sample
            if kept is None or not kept.serves(self.asking.state.stamp):
                (answer,), state = self.asking.ask_with_state([sample.SEARCH])
                kept = sample.Sample.of(answer, self.dimensions, state.stamp)
                self._sample = kept
        return kept.measure(vector, now)

    def facets(
        self, candidates: Candidates, chosen: Choice, names: Sequence[str]
    ) -> dict[str, dict[str, int]]:
        """See the contract. Of a browse, all that pass are counted where all are chosen."""
        found, beyond = candidates.handle
        if beyond is None or not chosen.all() or not names:
            tallies: dict[str, dict[str, int]] = found.tally(names, chosen)
            return tallies
        aggregations = {
            name: {
                "terms": {
                    "field": "labels",
                    "include": f"{re.escape(body.label(name, ''))}.*",
                    "size": 1000,
                }
            }
            for name in names
        }
        (answer,) = self.asking.ask({"size": 0, "query": beyond, "aggs": aggregations})
        return {
            name: {
                body.filter_of(bucket["key"])[1]: bucket["doc_count"]
                for bucket in answer["aggregations"][name]["buckets"]
            }
            for name in names
        }

    def labelled(self, candidates: Candidates, name: str, values: Sequence[str]) -> Choice:
        """See the contract."""
        found: Choice = candidates.handle[0].labelled(name, values)
        return found

    def fetch(
        self,
        candidates: Candidates,
        rows: Sequence[int],
        vector: Vectors | None,
        words: Sequence[str] = (),
    ) -> list[StoredDocument]:
        """See the contract."""
        keys = [candidates.keys[row] for row in rows]
        named = queries.named(words, self.asking.fields) if words else []
        by_key = {hit["_source"]["key"]: hit for hit in self._documents(keys, named, texts=True)}
        finder = Finder(words)
        return [
            body.stored(by_key[key], vector, self.dimensions, finder)
            for key in keys
            if key in by_key
        ]

    def _documents(
        self, keys: Sequence[str], named: Sequence[queries.Query] = (), *, texts: bool = False
    ) -> Iterator[dict[str, Any]]:
        ids = [body.identity(key) for key in dict.fromkeys(keys)]
        for start in range(0, len(ids), LOOKED_UP):
            some = ids[start : start + LOOKED_UP]
            (answer,) = self.asking.ask(
                {
                    "size": len(some),
                    "query": {
                        "bool": {"filter": [{"ids": {"values": some}}], "should": list(named)}
                    },
                    "track_total_hits": False,
                    "_source": ["key", "title", "language", "body"] if texts else ["key"],
                    "docvalue_fields": ["packed"],
                }
            )
            yield from answer["hits"]["hits"]

    def means(self, candidates: Candidates, rows: Sequence[int]) -> Vectors:
        """See the contract."""
        found: Vectors = candidates.handle[0].means(rows)
        return found

    def mean_of(self, keys: Sequence[str]) -> Vectors | None:
        """See the contract."""
        found = self.vectors_of(keys)
        if not found:
            return None
        total = np.sum(list(found.values()), axis=0)
        length = float(np.linalg.norm(total))
        return (total / length).astype(np.float32) if length else None

    def vectors_of(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """See the contract."""
        hits = [hit for hit in self._documents(keys) if hit.get("fields", {}).get("packed")]
        packed = [hit["fields"]["packed"][0] for hit in hits]
        means = packing.unpack(packed, self.dimensions).means()
        return {hit["_source"]["key"]: mean for hit, mean in zip(hits, means, strict=True)}
