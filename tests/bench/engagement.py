"""Engagement over HTTP: how much is taken each second, and that nothing answered is lost.

    python -m tests.bench.engagement [--database sqlite|postgresql|both] [--seconds 8]

Rooms and links are made in a site of its own with the web server that `make demo` runs. A second
process sends what room pages send. The targets are those of one machine with two cores that has
nothing else to do; the load of the machine is printed beside. Then the server is killed while
reports arrive, started again, and everything that was answered must be in the database, once.
Ends with status 1 where a target is missed or an event is lost.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.bench.served import Site, site
from tests.real_parts import postgresql

TARGETS = {"sqlite": 500, "postgresql": 2_000}
LINKS = 160
CONNECTIONS = 8
# Rows of one report: a page reports one stretch at a time; a tab that was away reports several.
ROWS = {"one row a report": 1, "eight rows a report": 8}
WITHIN = 60

RECORDED = """
import json, sys, django
django.setup()
from personas.engagement.models import Engagement
from pitch_builder.rooms.models import RoomLink
links = dict(RoomLink.objects.values_list("pk", "token"))
rows = Engagement.objects.exclude(verb="opened").values_list("context_id", "key")
found = [(links[context], key) for context, key in rows]
print(json.dumps(found))
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table. `target` 0: for comparison alone."""

    what: str
    got: float
    target: float
    unit: str
    remark: str = ""

    @property
    def kept(self) -> bool:
        return self.got >= self.target

    def __str__(self) -> str:
        ratio = f"{self.got / self.target:6.2f}" if self.target else "      "
        verdict = ("kept" if self.kept else "MISSED") if self.target else ""
        aim = f"{self.target:7,.0f}" if self.target else "       "
        got = f"{self.got:9,.0f} {self.unit:<9}"
        return f"{self.what:<42}{got}{aim} {ratio}  {verdict:<7}{self.remark}"


def send(made: Site, links: list[dict[str, Any]], **plan: Any) -> subprocess.Popen[str]:
    sender = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.sender"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=made.env,
    )
    assert sender.stdin is not None
    sender.stdin.write(json.dumps({"port": made.port, "links": links, **plan}))
    sender.stdin.close()
    return sender


def result(sender: subprocess.Popen[str]) -> dict[str, Any]:
    assert sender.stdout is not None
    with sender.stdout as output:
        answer = json.loads(output.read())
    sender.wait(WITHIN)
    return dict(answer)


def warm(made: Site) -> None:
    """Have every worker import what it serves."""
    for _ in range(16):
        urllib.request.urlopen(f"http://127.0.0.1:{made.port}/healthz", timeout=30).close()


def recorded(made: Site) -> list[tuple[str, str]]:
    """Token and key of every event in the database that a report made."""
    return [(token, key) for token, key in json.loads(made.python("-c", RECORDED))]


def accepted(answer: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(token, key) for token, keys in answer["accepted"].items() for key in keys}


def throughput(
    made: Site, links: list[dict[str, Any]], database: str, seconds: float
) -> list[Line]:
    lines = []
    for name, rows in ROWS.items():
        plan = {"connections": CONNECTIONS, "rows": rows, "stay": f"rate{rows}"}
        result(send(made, links, seconds=2, first=0, **plan))  # stays begin: not measured
        answer = result(send(made, links, seconds=seconds, first=1_000, **plan))
        count = len(accepted(answer))
        refused = {code: n for code, n in answer["statuses"].items() if code != "204"}
        lines.append(
            Line(
                f"{database}: {name}",
                count / answer["took"],
                TARGETS[database],
                "events/s",
                f"{count / rows / answer['took']:,.0f} reports/s, p95 {answer['p95']:.0f} ms"
                + (f", refused {refused}" if refused else ""),
            )
        )
    return lines


def killed(made: Site, links: list[dict[str, Any]], database: str) -> list[Line]:
    """Kill the server while reports arrive; send anew what got no answer; compare."""
    plan = {"connections": CONNECTIONS, "rows": 2, "stay": "killed"}
    sender = send(made, links, seconds=6, first=0, **plan)
    time.sleep(2.5)
    made.kill()
    answer = result(sender)
    there = recorded(made)
    lost = accepted(answer) - set(there)
    made.start()
    again = result(send(made, links, seconds=0, resend=answer["unanswered"], **plan))
    there = recorded(made)
    lost |= (accepted(answer) | accepted(again)) - set(there)
    count = len(accepted(answer))
    return [
        Line(f"{database}: answered before kill -9", count, 1, "events"),
        Line(f"{database}: of these kept", count - len(lost), count, "events"),
        Line(
            f"{database}: written once, resent ones too",
            len(set(there)),
            len(there),
            "events",
            f"{len(answer['unanswered'])} reports resent",
        ),
    ]


@contextmanager
def database_url(database: str) -> Iterator[str]:
    if database == "sqlite":
        yield ""
        return
    server = postgresql.start()
    try:
        yield server.url
    finally:
        server.stop()


def measure(database: str, seconds: float, links: int = LINKS, **prepared: Any) -> list[Line]:
    """Return all lines of a database; `prepared` goes to `served.site`."""
    with database_url(database) as url, site(database_url=url, **prepared) as made:
        rows = json.loads(made.python("-m", "tests.bench.rooms_site", str(links)))
        made.start()
        warm(made)
        lines = throughput(made, rows, database, seconds) if seconds else []
        return [*lines, *killed(made, rows, database)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    names = list(TARGETS) if options.database == "both" else [options.database]
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    lines = []
    for name in names:
        try:
            found = measure(name, options.seconds)
        except postgresql.NotInstalled as error:
            print(f"{name}: not measured, {error}")
            continue
        print(*found, sep="\n", flush=True)
        lines += found
    print(f"load after: {os.getloadavg()[0]:.1f}")
    return 0 if all(line.kept for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
