"""Common words are looked up while nobody asks, and only as long as anybody may ask."""

from __future__ import annotations

import subprocess
import sys
import time

from search.stores.embedded import ahead

SECONDS = 10.0

ENDING = """
import time
from search.stores.embedded import ahead
class Snapshot:
    documents = ahead.MANY
    def common_stems(self):
        return map(str, range(10_000))
    def look_up(self, stem):
        time.sleep(0.02)
snapshot = Snapshot()
ahead.begin(snapshot, ahead.Questions())
time.sleep(0.1)
"""


class Snapshot:
    def __init__(self, documents: int, stems=("heat", "pump")) -> None:
        self.documents = documents
        self.stems = list(stems)
        self.found: list[str] = []

    def common_stems(self) -> list[str]:
        return self.stems

    def look_up(self, stem: str) -> None:
        self.found.append(stem)


def test_every_common_word_is_looked_up():
    snapshot = Snapshot(ahead.MANY)
    ahead.begin(snapshot, ahead.Questions()).join(SECONDS)
    assert snapshot.found == ["heat", "pump"]


def test_a_small_index_needs_none_of_it():
    assert ahead.begin(Snapshot(ahead.MANY - 1), ahead.Questions()) is None


def test_it_waits_while_questions_come():
    snapshot, questions = Snapshot(ahead.MANY), ahead.Questions()
    questions.note()
    thread = ahead.begin(snapshot, questions)
    for _ in range(4):
        time.sleep(ahead.IDLE / 4)
        questions.note()
    last = time.monotonic()
    thread.join(SECONDS)
    assert snapshot.found == ["heat", "pump"]
    assert time.monotonic() - last >= 0.9 * ahead.IDLE


def test_it_ends_with_the_snapshot():
    snapshot, questions = Snapshot(ahead.MANY), ahead.Questions()
    found = snapshot.found
    questions.note()
    thread = ahead.begin(snapshot, questions)
    del snapshot
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert found == []


def test_no_process_waits_for_it_to_end():
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", ENDING], check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert time.monotonic() - begun < SECONDS
