"""A room's page: how long it takes beside a plain Wagtail page, and how much it sends.

    python -m tests.bench.rooms

Loads the demo into a site of its own, opens both pages by turns through the web server that
`make demo` runs, and compares the medians, so that other load of the machine falls on both. Ends
with status 1 where a target is missed.
"""

from __future__ import annotations

import gzip
import http.client
import json
import re
import statistics
import sys
import time
from urllib.parse import urljoin

from tests.bench.sender import BROWSER
from tests.bench.served import Site, site

TURNS = 120
LONGEST_RATIO = 1.3
MOST_BYTES = 150_000
MOST_QUERIES = 12

# The fullest open room, the text page, and the room's queries once its caches are warm.
PAGES = """
import json, django
django.setup()
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from cms.site.models import TextPage
from pitch_builder.rooms.models import RoomLink
links = RoomLink.objects.usable().filter(passcode="").annotate(n=Count("room__items"))
path = links.order_by("-n").first().path
client = Client(HTTP_USER_AGENT="Mozilla/5.0", HTTP_HOST="127.0.0.1")
client.get(path)
with CaptureQueriesContext(connection) as asked:
    client.get(path)
plain = TextPage.objects.live().first().get_url()
print(json.dumps({"room": path, "plain": plain, "queries": len(asked)}))
"""
_FILES = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')
_FONTS = re.compile(r"url\(\"?([^)\"]+\.woff2)")


def get(connection: http.client.HTTPConnection, path: str) -> bytes:
    """Return a page's body. Raises RuntimeError for anything else than 200."""
    connection.request("GET", path, headers={"User-Agent": BROWSER, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return body


def timed(connection: http.client.HTTPConnection, path: str) -> float:
    """Milliseconds from the request to the last byte."""
    started = time.perf_counter()
    get(connection, path)
    return (time.perf_counter() - started) * 1000


def sizes(connection: http.client.HTTPConnection, path: str) -> dict[str, int]:
    """Bytes on the wire of the page, its sheets and scripts, without pictures; fonts apart."""
    page = get(connection, path)
    text = _plain(page).decode()
    files, fonts = 0, set()
    for name in dict.fromkeys(_FILES.findall(text)):
        body = get(connection, name)
        files += len(body)
        fonts |= {urljoin(name, font) for font in _FONTS.findall(_plain(body).decode())}
    return {"page": len(page), "sheets and scripts": files, "fonts offered": len(fonts)}


def _plain(body: bytes) -> bytes:
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


def measure(made: Site) -> bool:
    pages = json.loads(made.python("-c", PAGES))
    made.start()
    connection = http.client.HTTPConnection("127.0.0.1", made.port, timeout=60)
    for _ in range(12):
        for path in (pages["room"], pages["plain"]):
            get(connection, path)
    room, plain = [], []
    for _ in range(TURNS):
        room.append(timed(connection, pages["room"]))
        plain.append(timed(connection, pages["plain"]))
    weight = sizes(connection, pages["room"])
    whole = weight["page"] + weight["sheets and scripts"]
    mine, theirs = statistics.median(room), statistics.median(plain)
    met = row(
        "time beside a plain page", mine / theirs, LONGEST_RATIO, f"{mine:.1f} / {theirs:.1f} ms"
    )
    met &= row("bytes without pictures", whole, MOST_BYTES, str(weight))
    return met & row("queries", pages["queries"], MOST_QUERIES)


def row(what: str, got: float, most: float, remark: str = "") -> bool:
    """Print a line of the table; return whether its target is kept."""
    verdict = "kept" if got <= most else "MISSED"
    print(f"{what:<34}{got:12,.2f} {most:12,.2f} {got / most:6.2f}  {verdict:<7}{remark}")
    return got <= most


def main() -> int:
    with site() as made:
        made.manage("load_demo", "--json")
        made.manage("rebuild_search_index")
        return 0 if measure(made) else 1


if __name__ == "__main__":
    sys.exit(main())
