"""What workers do when a figure changes, and whether they grow.

    python -m tests.bench.workers [--quick]

A site of its own holds 100 decks that show one fact. A new value of it is published, and two
workers of the interactive queue build all of them again: timed from the publication to the last
released build. Then one process makes 200 builds, and its memory after the first 40 is compared
with that at the end. Ends with status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.rooms import row
from tests.bench.served import ROOT, Site, site

DECKS, QUICK_DECKS = 100, 10
BUILDS, QUICK_BUILDS = 200, 60
SECONDS_A_DECK = 2.0
GROWTH = 1.1
WORKERS = 2

MAKE = """
import sys, django
django.setup()
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from personas.access.roles import Role
from pitch_builder.builds.services import build_now
from tests.factories.cms import FactFactory
from tests.factories.pitch import case_study_with_slides, make_deck
rep = get_user_model().objects.create_user("bench.rep", "rep@bench.example", first_name="Ida")
rep.groups.add(Group.objects.get(name=Role.SALES.value))
asset = case_study_with_slides(FactFactory())
for number in range(int(sys.argv[1])):
    build_now(make_deck(rep, asset, title=f"Deck {number}"), user=rep)
"""

PUBLISH = """
import django
django.setup()
from cms.facts.models import Fact
fact = Fact.objects.get()
fact.value += 1
fact.save_revision().publish()
"""

DONE = """
import django
django.setup()
from pitch_builder.builds.models import Build
print(Build.objects.built().filter(number=2).count())
"""

GROW = """
import json, sys, django
django.setup()
from pathlib import Path
from pitch_builder.builds.services import build_now
from pitch_builder.decks.models import Deck
def resident():
    line = next(l for l in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in l)
    return int(line.split()[1]) / 1024
decks, sizes = list(Deck.objects.all()), []
for number in range(int(sys.argv[1])):
    build_now(decks[number % len(decks)], user=None)
    sizes.append(resident())
print(json.dumps(sizes))
"""


@contextmanager
def workers(made: Site, count: int) -> Iterator[None]:
    """Run workers of the interactive queue, as a site does."""
    command = [sys.executable, str(ROOT / "manage.py"), "run_worker", "--queue", "interactive"]
    with (made.folder / "workers.log").open("ab") as log:
        running = [
            subprocess.Popen(command, cwd=ROOT, env=made.env, stdout=log, stderr=log)
            for _n in range(count)
        ]
    try:
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(60)


def rebuild(made: Site, decks: int) -> bool:
    """Publish a new value, and wait until every deck is built again."""
    with workers(made, WORKERS):
        begun = time.monotonic()
        made.python("-c", PUBLISH)
        published = time.monotonic()
        while (done := int(made.python("-c", DONE))) < decks:
            if time.monotonic() - begun > decks * SECONDS_A_DECK * 5:
                raise RuntimeError(f"Only {done} of {decks} decks were built again.")
            time.sleep(1)
        took = time.monotonic() - published
    return row(
        f"{decks} decks built again, s a deck",
        took / decks,
        SECONDS_A_DECK,
        f"{took:.0f} s in all with {WORKERS} workers",
    )


def growth(made: Site, builds: int) -> bool:
    """Compare a process's memory early and late in many builds."""
    sizes = json.loads(made.python("-c", GROW, str(builds)))
    early, late = max(sizes[: builds // 5]), max(sizes[-builds // 5 :])
    return row(
        f"memory over {builds} builds, late / early",
        late / early,
        GROWTH,
        f"{early:.0f} MB and {late:.0f} MB",
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer decks and builds")
    quick = parser.parse_args().quick
    if not Path("/proc/self/status").exists():
        print("memory is read from /proc: measured on Linux only")
        return 1
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    decks = QUICK_DECKS if quick else DECKS
    with site(static=False) as made:
        made.python("-c", MAKE, str(decks))
        met = rebuild(made, decks)
        met &= growth(made, QUICK_BUILDS if quick else BUILDS)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
