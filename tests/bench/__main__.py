"""All benchmarks, one after the other: `python -m tests.bench [--quick] [NAME…]`.

`search`, `builds`, `rooms` and `engagement` take some minutes each; `cluster` fills an
Elasticsearch node with a million passages, which takes an hour or two.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCHES = {
    "search": ["--quick"],
    "find": ["--quick"],
    "builds": [],
    "workers": ["--quick"],
    "rooms": [],
    "engagement": ["--seconds", "3"],
    "cluster": ["--quick"],
}
"""Name of each script, and what makes it quick."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="fewer and smaller, some minutes")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; only {', '.join(BENCHES)}")
    verdicts = []
    for name in options.names or BENCHES:
        print(f"\n== {name} {'=' * (70 - len(name))}", flush=True)
        load, started = os.getloadavg()[0], time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", f"tests.bench.{name}", *(BENCHES[name] * options.quick)],
            cwd=ROOT,
            check=False,
        )
        took = time.monotonic() - started
        verdict = {0: "all met", 1: "something MISSED"}.get(done.returncode, "FAILED")
        verdicts.append((name, verdict, took, load))
    print(f"\n== verdicts {'=' * 62}")
    for name, verdict, took, load in verdicts:
        print(f"{name:14}{verdict:20}{took:7.0f} s   load at its start {load:.1f}")
    return 0 if all(verdict == "all met" for _, verdict, _, _ in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
