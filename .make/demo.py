"""The demo: prepares the database, files and demo content, then serves the whole site.

What was prepared is stamped in the data folder with a fingerprint of the code, so that a
second start skips what has not changed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from supervisor import Process, Supervisor

ROOT = Path(__file__).resolve().parent.parent
APPS = ("cms", "personas", "pitch_builder", "search")
READY_WITHIN = 120.0


def fingerprint() -> str:
    """Hash of names, sizes and times of all files of the apps, and of the pinned packages."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                facts = path.stat()
                digest.update(f"{path}{facts.st_size}{facts.st_mtime_ns}".encode())
    return digest.hexdigest()


def prepare() -> None:
    """Bring database, static files, demo content and search index up to date."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    stamp = Path(settings.DATA_DIR) / "demo-stamp"
    key = fingerprint()
    stages: list[tuple[str, Callable[[], object]]] = [
        ("database", lambda: call_command("migrate", verbosity=0, interactive=False)),
        ("cache table", lambda: call_command("createcachetable", verbosity=0)),
        ("static files", lambda: call_command("collectstatic", verbosity=0, interactive=False)),
        ("demo content", lambda: call_command("load_demo")),
        ("search index", lambda: call_command("rebuild_search_index")),
    ]
    if stamp.exists() and stamp.read_text() == key:
        # The database may have been put back or moved: a look at it costs little.
        stages = stages[:1]
    for name, do in stages:
        started = time.monotonic()
        do()
        print(f"demo: {name} ready ({time.monotonic() - started:.1f} s)", flush=True)
    stamp.write_text(key)


def processes(port: int) -> list[Process]:
    python, manage = sys.executable, str(ROOT / "manage.py")
    gunicorn = [python, "-m", "gunicorn", "cms.config.wsgi", "--bind", f"127.0.0.1:{port}",
                "--worker-class", "gthread", "--workers", "2", "--threads", "4",
                "--graceful-timeout", "3", "--timeout", "120", "--log-level", "warning",
                "--no-control-socket"]  # fmt: skip
    return [
        Process("web", gunicorn),
        Process("interactive", [python, manage, "run_worker", "--queue", "interactive"]),
        Process("bulk", [python, manage, "run_worker", "--queue", "bulk"]),
        Process("scheduler", [python, manage, "run_scheduler"]),
    ]


def wait_until_ready(address: str, welcome: str, supervisor: Supervisor) -> None:
    """Print where to go once the site answers; stop all if it does not in time."""
    until, answer = time.monotonic() + READY_WITHIN, "nothing"
    while time.monotonic() < until and not supervisor.is_stopping.wait(0.3):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as response:
                if response.status == 200:
                    print(welcome, flush=True)
                    return
        except urllib.error.HTTPError as error:
            answer = f"{error.code} {error.read(300).decode(errors='replace')}"
        except OSError as error:
            answer = str(error)
    if not supervisor.is_stopping.is_set():
        supervisor.failure = f"{address}/healthz did not answer 200 in time. Its answer: {answer}"
        supervisor.stop()


def welcome(address: str) -> str:
    """Where the site is, and who can log in to it."""
    from pitch_builder.demo.content import read
    from pitch_builder.demo.loading.people import PASSWORD
    from pitch_builder.demo.ways_in import prospect_ways

    content = read()
    team = content.team
    places = [("Public site", "/"), ("Work", "/admin/"), *prospect_ways(content)]
    labels = max(len(label) for label, _path in places)
    names = max(len(member.username) for member in team)
    rows = [f"  {member.username:<{names}}  {PASSWORD}  {member.title}" for member in team]
    return "\n".join(
        [
            "",
            "Tandem is ready. Ctrl-C stops it.",
            "",
            *(f"  {label:<{labels}}  {address}{path}" for label, path in places),
            "",
            "Log in with name and password as",
            *rows,
            "",
        ]
    )


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description="Fill a demo site and serve it.")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    if not is_free(port):
        print(f"Port {port} is taken. Choose another: make demo PORT={port + 1}", file=sys.stderr)
        return 1
    address = f"http://localhost:{port}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
    os.environ.update(TANDEM_DEMO="1", BASE_URL=address)
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    prepare()
    text = welcome(address)
    supervisor = Supervisor(processes(port), ROOT, os.environ)
    return supervisor.run(lambda: wait_until_ready(address, text, supervisor))


if __name__ == "__main__":
    sys.exit(main())
