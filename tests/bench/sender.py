"""Reports of room pages over HTTP, from a process of its own, as browsers send them.

Reads a plan from its input, one JSON object:

    {"port": 8000, "seconds": 10, "connections": 8, "rows": 1, "stay": "name", "first": 0,
     "links": [{"token": …, "subjects": […]}], "resend": [[token, body]]}

and prints what was answered, one JSON object with `accepted` ({token: [event keys]}), `unanswered`
(the bodies that got no answer, with their token), `statuses`, `took` in seconds, and `p50`, `p95`
in milliseconds a request. Every connection goes through links of its own, one report after the
other, on one connection that is kept open. A connection that fails ends its reports. `first` is
the number of the first report of each stay. What `resend` holds is sent first, as it was.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

BROWSER = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)


@dataclass
class Sent:
    """What one connection did. `unanswered` has the report that the server died on."""

    accepted: dict[str, list[str]] = field(default_factory=dict)
    unanswered: list[tuple[str, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    took_ms: list[float] = field(default_factory=list)


def report(stay: str, number: int, subjects: Sequence[str], rows: int) -> dict[str, Any]:
    """One report: three seconds of each of `rows` subjects, a third of them of a new page."""
    seen = [
        {
            "id": f"view{number:06d}-{row}",
            "what": subjects[(number + row) % len(subjects)],
            "ms": 3000,
            "gestures": 2,
            "first": number % 3 == 0 and row == 0,
        }
        for row in range(rows)
    ]
    return {"stay": stay, "driven": False, "seen": seen, "done": []}


def keys(sent: dict[str, Any]) -> list[str]:
    """The keys of the events that a report makes."""
    return [f"{sent['stay']}:{row['id']}" for row in sent["seen"]]


def request(port: int, token: str, body: bytes) -> bytes:
    head = (
        f"POST /r/{token}/seen/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"User-Agent: {BROWSER}\r\nContent-Type: application/json\r\n"
        f"Sec-Fetch-Site: same-origin\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Accept: */*\r\nAccept-Language: en-GB\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Connection:
    """One connection that is kept open, and opened anew when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._socket: socket.socket | None = None

    def send(self, message: bytes) -> int:
        """Return the status of the answer. Raises OSError where none came."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=20)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(message)
        answer = b""
        while b"\r\n\r\n" not in answer:
            part = self._socket.recv(65536)
            if not part:
                self.close()
                raise ConnectionError("closed without an answer")
            answer += part
        head, _, rest = answer.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((int(x[15:]) for x in lines if x.startswith(b"content-length:")), 0)
        while len(rest) < length:
            rest += self._socket.recv(65536)
        if b"connection: close" in lines:
            self.close()
        return int(lines[0].split(b" ")[1])

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def drive(plan: dict[str, Any], links: Sequence[dict[str, Any]], until: float, sent: Sent) -> None:
    connection = Connection(plan["port"])
    number = plan["first"]
    while time.monotonic() < until:
        for link in links:
            data = report(
                f"{plan['stay']}-{link['token'][:12]}", number, link["subjects"], plan["rows"]
            )
            body = json.dumps(data, separators=(",", ":"))
            started = time.monotonic()
            if started >= until:
                break
            try:
                status = connection.send(request(plan["port"], link["token"], body.encode()))
            except OSError:
                sent.unanswered.append((link["token"], body))
                return
            sent.took_ms.append((time.monotonic() - started) * 1000)
            sent.statuses[status] += 1
            if 200 <= status < 300:
                sent.accepted.setdefault(link["token"], []).extend(keys(data))
        number += 1
    connection.close()


def resend(plan: dict[str, Any], sent: Sent) -> None:
    connection = Connection(plan["port"])
    for token, body in plan.get("resend", ()):
        for _ in range(2):  # the second is what an impatient browser does
            status = connection.send(request(plan["port"], token, body.encode()))
            sent.statuses[status] += 1
            if 200 <= status < 300:
                sent.accepted.setdefault(token, []).extend(keys(json.loads(body)))
    connection.close()


def run(plan: dict[str, Any]) -> dict[str, Any]:
    count = min(plan["connections"], len(plan["links"]))
    parts = [Sent() for _ in range(count)]
    started = time.monotonic()
    threads = [
        threading.Thread(
            target=drive,
            args=(
                {"first": 0, **plan},
                plan["links"][place::count],
                started + plan["seconds"],
                part,
            ),
        )
        for place, part in enumerate(parts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - started
    parts.append(Sent())
    resend(plan, parts[-1])
    times = sorted(ms for part in parts for ms in part.took_ms) or [0.0]
    return {
        "accepted": gathered(parts),
        "unanswered": [one for part in parts for one in part.unanswered],
        "statuses": dict(sum((part.statuses for part in parts), Counter())),
        "took": took,
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
    }


def gathered(parts: Sequence[Sent]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in parts:
        for token, ids in part.accepted.items():
            found.setdefault(token, []).extend(ids)
    return found


if __name__ == "__main__":
    print(json.dumps(run(json.load(sys.stdin))))
