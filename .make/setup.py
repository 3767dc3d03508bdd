"""Set-up: Python packages, system libraries and the embedding model, whatever is missing.

Runs on the system's Python with the standard library alone. What was done is stamped in
.venv/tandem-setup.json with the hash of what it was done from, so that running it again
takes no time when nothing changed.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
LOCK = ROOT / "requirements-dev.lock"
STAMPS = VENV / "tandem-setup.json"


class Failed(Exception):
    """A step failed; the message says what to do."""


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    print(f"setup: {what} ...", flush=True)
    started = time.monotonic()
    yield
    print(f"setup: {what}: done in {time.monotonic() - started:.0f} s", flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    try:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
        )
    except subprocess.CalledProcessError as error:
        shown = " ".join(str(part) for part in command)
        raise Failed(f"This failed, its message is above: {shown}") from error


def key_of(*parts: str | Path) -> str:
    """Hash of the files and words that a step depends on."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode())
    return digest.hexdigest()


def stamps() -> dict[str, str]:
    try:
        found = json.loads(STAMPS.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def stamp(name: str, key: str) -> None:
    STAMPS.write_text(json.dumps({**stamps(), name: key}, indent=1) + "\n")


# --- Python packages --------------------------------------------------------------------
def venv_version() -> str:
    """The version of the environment's Python, or '' where there is none that works."""
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        told = [PYTHON, "-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))"]
        found = subprocess.run(told, check=True, capture_output=True, text=True).stdout.strip()
        if tuple(map(int, found.split(".")[:2])) >= (3, 11):
            return found
    return ""


def make_venv() -> None:
    """A fresh environment, by the standard library's venv."""
    with step("Python environment in .venv"):
        system.need_venv_module()
        run(sys.executable, "-m", "venv", "--clear", VENV)


def locked_uv() -> str:
    """The lines of the lock that pin uv, with their hashes."""
    found = re.search(r"^uv==.*(?:\n {4}--hash=.*)+", LOCK.read_text(), re.MULTILINE)
    if not found:
        raise Failed(f"{LOCK.name} does not pin uv; run: make lock")
    return found.group(0)


def has_locked_uv() -> bool:
    wanted = locked_uv().split()[0].split("==")[1]
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        told = subprocess.run([UV, "--version"], check=True, capture_output=True, text=True)
        return told.stdout.split()[1] == wanted
    return False


def install_uv() -> None:
    has_pip = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False)
    if has_pip.returncode:
        make_venv()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pinned:
        pinned.write(locked_uv() + "\n")
        pinned.flush()
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run(*pip, "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", pinned.name)


def packages() -> None:
    version = venv_version()
    if not version:
        make_venv()
        version = venv_version()
    key = key_of(LOCK, version)
    if stamps().get("packages") == key:
        return
    with step(f"Python packages of {LOCK.name}"):
        if not has_locked_uv():
            install_uv()
        run(UV, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, LOCK)
    stamp("packages", key)


# --- Embedding model --------------------------------------------------------------------
def model() -> None:
    """Let the application prepare its model; the model is kept in the user's cache."""
    command = ROOT / "search" / "management" / "commands" / "prepare_model.py"
    recipe = sorted((ROOT / "search" / "embedding").glob("*prepare*"))
    key = key_of(
        os.environ.get("EMBEDDING_MODEL", ""), *(path for path in recipe if path.is_file())
    )
    cache = Path(os.environ.get("TANDEM_CACHE_DIR") or Path.home() / ".cache" / "tandem")
    prepared = any((cache.expanduser() / "models").glob("*/*"))
    if not command.exists() or (prepared and stamps().get("model") == key):
        return
    with step("embedding model"), tempfile.TemporaryDirectory() as data:
        run(PYTHON, "manage.py", "prepare_model", env={"TANDEM_DATA_DIR": data})
    stamp("model", key)


def main() -> int:
    parser = argparse.ArgumentParser(description="Install what is missing.")
    parser.add_argument(
        "--tests", action="store_true", help="also what only the tests need: a browser, servers"
    )
    for_tests = parser.parse_args().tests
    try:
        packages()
        system.libraries(for_tests=for_tests)
        model()
    except (Failed, system.Missing) as error:
        print(f"\nsetup stopped. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
