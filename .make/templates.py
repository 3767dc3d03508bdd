"""Check or put right the templates: indentation (djhtml), markup and accessibility (curlylint)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("cms", "personas", "pitch_builder", "search")
INDENT = [sys.executable, "-m", "djhtml", "--tabwidth", "2"]
LINT = [sys.executable, "-m", "curlylint", "--quiet"]


def run(command: list[str]) -> int:
    return subprocess.run(command, check=False, cwd=ROOT).returncode


def templates() -> list[str]:
    found = (path for app in APPS for path in (ROOT / app).rglob("templates/**/*.html"))
    return sorted(str(path.relative_to(ROOT)) for path in found)


def check(files: list[str]) -> int:
    badly_indented = run([*INDENT, "--check", *files])
    if badly_indented:
        print("Run: make format", file=sys.stderr)
    return run([*LINT, *files]) or badly_indented


if __name__ == "__main__":
    task, files = sys.argv[1], templates()
    if task == "format":
        run([*INDENT, *files])  # its status says whether a file was changed
    elif files:
        sys.exit(check(files))
