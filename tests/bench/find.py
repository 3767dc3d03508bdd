"""Find content over HTTP: how long a rep waits for an answer while typing.

    python -m tests.bench.find [--quick]

Fills a site of its own with the demo content and, where the folder of real documents stands
beside the checkout, with what is imported from it; `--quick` leaves that out. Questions are asked
as the screen asks them, growing by a word, through the web server that `make demo` runs. Ends
with status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import sys
import time
from urllib.parse import urlencode

from tests.bench.rooms import row
from tests.bench.search import percentiles
from tests.bench.search_corpus import DATA, real_documents
from tests.bench.served import Site, site

ASKED = 150
ANSWER_MS, SUGGESTIONS_MS, MOST_QUERIES = 80, 60, 6

# A rep's session, and the queries of an answer once its caches are warm.
REP = """
import json, django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
rep = get_user_model().objects.filter(groups__name="Sales").order_by("pk").first()
client = Client(HTTP_HOST="127.0.0.1", HTTP_HX_REQUEST="true")
client.force_login(rep)
find = reverse("library:find")
for _ in range(2):
    client.get(find, {"q": "what does idling cost"})
with CaptureQueriesContext(connection) as asked:
    client.get(find, {"q": "what does idling cost"})
print(json.dumps({
    "cookies": "; ".join(f"{name}={value.value}" for name, value in client.cookies.items()),
    "find": find, "suggestions": reverse("library:suggestions"),
    "queries": [one["sql"] for one in asked],
}))
"""


def questions(count: int) -> list[str]:
    """Return what is in the field while questions are typed: one word more each time."""
    base, _what = real_documents()
    chance = random.Random(7)  # noqa: S311 - the same questions in every run
    typed: list[str] = []
    while len(typed) < count:
        words = chance.choice(base).title.split()[:6]
        typed += [" ".join(words[:length]) for length in range(1, len(words) + 1)]
    return typed[:count]


def timed(connection: http.client.HTTPConnection, path: str, cookies: str) -> float:
    """Milliseconds to the last byte of an answer. Raises RuntimeError for another than 200."""
    started = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookies, "HX-Request": "true"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return (time.perf_counter() - started) * 1000


def measure(made: Site, *, quick: bool) -> bool:
    made.manage("load_demo", "--json")
    if not quick and DATA.is_dir():
        made.manage("import_content", str(DATA / "digitalgov"), "--publish", "--json")
    made.manage("rebuild_search_index")
    told = json.loads(made.python("-c", REP))
    made.start()
    connection = http.client.HTTPConnection("127.0.0.1", made.port, timeout=60)
    typed = questions(ASKED)
    met = row("queries", len(told["queries"]), MOST_QUERIES)
    if not met:
        print(*(f"  {sql[:90]} … {sql[-160:]}" for sql in told["queries"]), sep="\n")
    for what, path, most in (
        ("answer", told["find"], ANSWER_MS),
        ("suggestions", told["suggestions"], SUGGESTIONS_MS),
    ):
        times = [
            timed(connection, f"{path}?{urlencode({'q': words})}", told["cookies"])
            for words in [*typed[:20], *typed]
        ][20:]
        p50, p95 = percentiles(times)
        met &= row(f"{what} while typing, p95 ms", p95, most, f"p50 {p50:.1f} ms")
    return met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the demo content alone")
    options = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with site() as made:
        return 0 if measure(made, quick=options.quick) else 1


if __name__ == "__main__":
    sys.exit(main())
