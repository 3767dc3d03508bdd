"""In CI, a skipped test is a failed test: every part that a test needs has to be there.

The one exception is the folder of real documents, which is not part of the repository: tests
marked `shared_data` are skipped where no `../shared` folder stands beside the checkout.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.environment import IS_CI

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared_data") and not SHARED.is_dir():
        pytest.skip(f"no folder {SHARED}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    is_allowed = item.get_closest_marker("shared_data") and not SHARED.is_dir()
    if IS_CI and report.skipped and not hasattr(report, "wasxfail") and not is_allowed:
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {_reason(report.longrepr)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    report = yield
    if IS_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} skipped whole: {_reason(report.longrepr)}"
    return report


def _reason(longrepr: object) -> str:
    return str(longrepr[-1]) if isinstance(longrepr, tuple) else str(longrepr)
