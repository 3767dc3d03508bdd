"""The schemas of Office files (ECMA-376, transitional), as Apache POI carries them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.real_parts import maven

VERSION = "5.2.5"
PROGRAM = Path(__file__).with_name("OfficeFaults.java")


def libraries(cache: Path) -> Path:
    """The folder of the schemas' jars under `cache`, filled at the first call."""
    return maven.libraries(cache, "org.apache.poi", "poi-ooxml-full", VERSION)


def faults(*paths: Path, jars: Path) -> list[str]:
    """What breaks the schemas in these files, a line each: file, part, fault."""
    command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*"]
    told = subprocess.run(
        [*command, str(PROGRAM), *map(str, paths)], capture_output=True, text=True, check=True
    )
    *found, parts = told.stdout.splitlines()
    if not int(parts):
        raise AssertionError(f"Nothing was looked at in {paths}.")
    return found
