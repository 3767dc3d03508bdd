"""A site of its own for a benchmark: a temporary data folder, and the web server as it runs."""

from __future__ import annotations

import os
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.real_parts.ports import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
MADE_WITHIN = 1800


@dataclass
class Site:
    """`folder` holds its data; `env` is the environment of all its processes."""

    folder: Path
    port: int
    env: dict[str, str]
    web: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.folder / "web.log"

    def manage(self, *words: str) -> str:
        """Run a command of manage.py; its output, or its errors as an exception's text."""
        return self.python(str(ROOT / "manage.py"), *words)

    def python(self, *words: str) -> str:
        run = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=MADE_WITHIN,
            check=False,
        )
        if run.returncode:
            raise RuntimeError(f"{' '.join(words)}\n{run.stdout[-2000:]}\n{run.stderr[-4000:]}")
        return run.stdout

    def start(self) -> None:
        """Start the web server with the very command of `make demo`."""
        with self.log.open("ab") as output:
            self.web = subprocess.Popen(
                web_command(self.port),
                cwd=ROOT,
                env=self.env,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_for(self.port, seconds=60)

    def kill(self) -> None:
        """End the server and its workers at once, as kill -9 and a power cut do."""
        if self.web is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait(10)
            self.web = None

    def stop(self) -> None:
        if self.web is None:
            return
        self.web.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.web.wait(15)
        self.kill()


def web_command(port: int) -> list[str]:
    sys.path.insert(0, str(ROOT / ".make"))
    try:
        processes = runpy.run_path(str(ROOT / ".make" / "demo.py"))["processes"](port)
    finally:
        sys.path.remove(str(ROOT / ".make"))
    return next(list(one.command) for one in processes if one.name == "web")


@contextmanager
def site(
    *, database_url: str = "", migrated: Path | None = None, static: bool = True
) -> Iterator[Site]:
    """Yield a site with an empty database; it is stopped and its folder deleted at the end.

    `migrated` is an SQLite file to begin with, which saves the migrations; without `static`
    files it serves no pages.
    """
    folder = Path(tempfile.mkdtemp(prefix="tandem-bench-"))
    port = free_port()
    env = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")},
        "TANDEM_DATA_DIR": str(folder / "var"),
        "TANDEM_DEMO": "1",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "cms.config.settings",
    }
    if database_url:
        env["DATABASE_URL"] = database_url
    made = Site(folder, port, env)
    try:
        if migrated is not None:
            (folder / "var").mkdir()
            shutil.copyfile(migrated, folder / "var" / "tandem.sqlite3")
        made.manage("migrate", "--verbosity", "0", "--no-input")
        if static:
            made.manage("collectstatic", "--verbosity", "0", "--no-input")
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)
