"""Chromium as the system has it, driven by Playwright; axe for what it finds inaccessible."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = [
    Path(f"/Applications/{name}.app/Contents/MacOS/{name}")
    for name in ("Chromium", "Google Chrome")
]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Widths and colour schemes that between them show what any of them would.
LOOKS = [(1440, "light"), (320, "dark")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


expect.set_options(timeout=15_000)  # of a machine that has more to do


class NotInstalled(Exception):
    """There is no Chromium on this machine."""


def program() -> str:
    """The path of the browser; raises NotInstalled."""
    if named := os.environ.get("CHROMIUM"):
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next((str(path) for path in MAC if path.exists()), None)
    if not found:
        raise NotInstalled("Chromium is missing (Debian: apt-get install chromium)")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    path = program()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=QUIET)
        try:
            yield running
        finally:
            running.close()


def looks(page: Page) -> Iterator[str]:
    """Show the page as it stands at each width and in each scheme; yields which."""
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        # Colours that still change from the last look would be measured half-way.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        yield f"{width} {scheme}"


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def violations(
    page: Page, *, context: str | None = None, best_practice: bool = False
) -> list[str]:
    """What axe finds against WCAG 2.2 AA, one line each: rule, what to do, where.

    With `best_practice` also what WCAG leaves open, such as the order of headings.
    """
    options = {"runOnly": [*WCAG, *(["best-practice"] if best_practice else [])]}
    found: dict[str, Any] = Axe().run(page, context=context, options=options).response
    return [
        f"{rule['id']}: {rule['help']}: "
        + " | ".join(str(node["target"][0]) for node in rule["nodes"][:5])
        for rule in found["violations"]
    ]
