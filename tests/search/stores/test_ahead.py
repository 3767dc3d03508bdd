"""Common words are looked up while nobody asks, and only as long as anybody may ask."""

from __future__ import annotations

import gc
import subprocess
import sys
import time

from search.stores.embedded import ahead

SECONDS = 10.0

ENDING = """
import time
from search.stores.embedded import ahead
class Snapshot:
    def __len__(self):
        return ahead.MANY
    def common_stems(self):
        return map(str, range(10_000))
    def look_up(self, stem):
        time.sleep(0.02)
snapshot = Snapshot()
ahead.begin(snapshot, lambda: 1e9)
time.sleep(0.1)
"""


class Snapshot:
    def __init__(self, documents: int, stems=("heat", "pump")) -> None:
        self.documents = documents
        self.stems = list(stems)
        self.found: list[str] = []

    def __len__(self) -> int:
        return self.documents

    def common_stems(self) -> list[str]:
        return self.stems

    def look_up(self, stem: str) -> None:
        self.found.append(stem)


def never_asked() -> float:
    return 1e9


def test_every_common_word_is_looked_up():
    snapshot = Snapshot(ahead.MANY)
    ahead.begin(snapshot, never_asked).join(SECONDS)
    assert snapshot.found == ["heat", "pump"]


def test_a_small_index_needs_none_of_it():
    assert ahead.begin(Snapshot(ahead.MANY - 1), never_asked) is None


def test_it_waits_while_questions_come():
    snapshot = Snapshot(ahead.MANY)
    until = time.monotonic() + 0.3
    thread = ahead.begin(snapshot, lambda: time.monotonic() - until)
    time.sleep(0.15)
    assert not snapshot.found
    thread.join(SECONDS)
    assert snapshot.found == ["heat", "pump"]
    assert time.monotonic() - until >= ahead.IDLE


def test_it_ends_with_the_snapshot():
    asked = [0.0]
    snapshot = Snapshot(ahead.MANY)
    found = snapshot.found
    thread = ahead.begin(snapshot, lambda: asked[0])
    del snapshot
    gc.collect()
    asked[0] = 1e9
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert found == []


def test_no_process_waits_for_it_to_end():
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", ENDING], check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert time.monotonic() - begun < SECONDS
