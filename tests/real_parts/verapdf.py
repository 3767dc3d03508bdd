"""veraPDF, the reference validator of PDF/UA, fetched once by Maven and run by Java."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.real_parts import maven

VERSION = "1.28.2"


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file; `report` names each rule that is broken, and where."""

    is_valid: bool
    report: str


def libraries(cache: Path) -> Path:
    """The folder of veraPDF's jars under `cache`, filled at the first call."""
    return maven.libraries(cache, "org.verapdf.apps", "greenfield-apps", VERSION)


def validate(path: Path, *, jars: Path, flavour: str = "ua1") -> Verdict:
    """Validate one PDF; `flavour` is veraPDF's name of the standard (ua1: PDF/UA-1)."""
    command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*"]
    command += ["org.verapdf.apps.GreenfieldCliWrapper", "--flavour", flavour, "--format", "text"]
    told = subprocess.run(
        [*command, "--verbose", str(path)], capture_output=True, text=True, check=False
    )
    report = (told.stdout + told.stderr).strip()
    return Verdict(report.startswith("PASS"), report)
