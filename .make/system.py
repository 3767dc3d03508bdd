"""System libraries and programs: found, installed where that is allowed, else named exactly."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

IS_MAC = sys.platform == "darwin"
IS_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


class Missing(Exception):
    """Something that Tandem cannot do without is missing; the message says how to get it."""


def _loads(*names: str) -> bool:
    """Whether each shared library loads; names without `lib` and without what follows it."""
    folders = ["/opt/homebrew/lib/", "/usr/local/lib/"] if IS_MAC else [""]
    for name in names:
        stem, version = name.split(":")
        file = f"lib{stem}.{version}.dylib" if IS_MAC else f"lib{stem}.so.{version}"
        for folder in folders:
            try:
                ctypes.CDLL(folder + file)
                break
            except OSError:
                continue
        else:
            return False
    return True


def _has_pango() -> bool:
    return _loads(
        "pango-1.0:0", "pangoft2-1.0:0", "harfbuzz:0", "harfbuzz-subset:0", "fontconfig:1"
    )


def _has_browser() -> bool:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    apps = [Path(f"/Applications/{name}.app") for name in ("Chromium", "Google Chrome")]
    named = os.environ.get("CHROMIUM", "")
    return (
        bool(named and Path(named).exists())
        or any(map(shutil.which, names))
        or (IS_MAC and any(app.exists() for app in apps))
    )


def _has_postgresql() -> bool:
    return bool(
        os.environ.get("DATABASE_TEST_URL")
        or shutil.which("initdb")
        or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    )


def _has_maven() -> bool:
    return all(map(shutil.which, ("java", "javac", "mvn")))


@dataclass(frozen=True)
class Part:
    """Something that the system's package manager installs."""

    what: str
    why: str
    present: Callable[[], bool]
    apt: tuple[str, ...]
    brew: tuple[str, ...]
    other: str  # how the same is called elsewhere
    needed: bool = False  # False: only some tests need it; they are skipped without it
    server: bool = False  # True: too much for a person's own machine unless they ask for it


APPLICATION = [
    Part(
        "Pango and HarfBuzz",
        "slides are set and printed with them",
        _has_pango,
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        ("pango",),
        "pango, harfbuzz, fontconfig",
        needed=True,
    ),
]
TESTS = [
    Part("Chromium", "the browser tests drive it", _has_browser,
         ("chromium",), ("--cask", "chromium"), "chromium"),
    Part("PostgreSQL", "the tests run on it too", _has_postgresql,
         ("postgresql",), ("postgresql@17",), "postgresql-server", server=True),
    Part("Java and Maven", "veraPDF and Elasticsearch run on them", _has_maven,
         ("default-jdk-headless", "maven"), ("openjdk", "maven"), "a JDK, maven", server=True),
]  # fmt: skip


def _as_root() -> list[str] | None:
    """The prefix that makes a command run as root without a question; None where there is none."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


def _command(part_names: tuple[str, ...], *, root: list[str] | None) -> list[str] | None:
    if shutil.which("apt-get") and root is not None:
        return [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes",
                "--quiet", "--no-install-recommends", *part_names]  # fmt: skip
    if IS_MAC and shutil.which("brew"):
        return ["brew", "install", *part_names]
    return None


def _by_hand(part: Part) -> str:
    if IS_MAC:
        return f"brew install {' '.join(part.brew)}"
    if shutil.which("apt-get"):
        return f"sudo apt-get install {' '.join(part.apt)}"
    return f"install with this system's package manager: {part.other}"


def _install(part: Part, *, quietly_skip: bool) -> bool:
    """Install through the system's package manager where allowed; tell whether it is there."""
    root = None if IS_MAC else _as_root()
    command = _command(part.brew if IS_MAC else part.apt, root=root)
    if command is None or quietly_skip:
        return False
    print(f"setup: {part.what}, since {part.why}: {' '.join(command)}", flush=True)
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode and not IS_MAC:
        # An old list of packages names versions that are gone: fetch it, and try once more.
        update = [*(root or []), "apt-get", "update", "--quiet"]
        subprocess.run(update, check=False, stdout=subprocess.DEVNULL)
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    return part.present()


def libraries(*, for_tests: bool) -> None:
    """Install what is missing; raise `Missing` when the application cannot run without it."""
    for part in [*APPLICATION, *(TESTS if for_tests else [])]:
        if part.present():
            continue
        # A database server or a Java is installed unasked only where nobody's own machine is.
        spare = part.server and not (IS_CI or os.geteuid() == 0)
        if _install(part, quietly_skip=spare):
            continue
        message = f"{part.what} is missing ({part.why}). To install it: {_by_hand(part)}"
        if part.needed:
            raise Missing(message)
        print(f"setup: {message}. Until then those tests are skipped.", flush=True)


def need_venv_module() -> None:
    """Debian and Ubuntu ship the parts of `venv` apart from Python: see that they are there."""
    minor = sys.version_info.minor
    part = Part(
        "Python's venv module",
        "the environment is made with it",
        (Path(sysconfig.get_path("stdlib")) / "ensurepip").is_dir,
        (f"python3.{minor}-venv",),
        (f"python@3.{minor}",),
        f"python3.{minor}-venv",
    )
    if not part.present() and not _install(part, quietly_skip=False):
        raise Missing(f"{part.what} is missing. To install it: {_by_hand(part)}")
