"""veraPDF, the reference validator of PDF/UA, fetched once by Maven and run by Java."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

VERSION = "1.28.2"
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tandem.tests</groupId><artifactId>verapdf</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.verapdf.apps</groupId><artifactId>greenfield-apps</artifactId>
    <version>{VERSION}</version>
  </dependency></dependencies>
</project>
"""


class NotInstalled(Exception):
    """Java or Maven is missing; the message says which."""


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file; `report` names each rule that is broken, and where."""

    is_valid: bool
    report: str


def libraries(cache: Path) -> Path:
    """The folder of veraPDF's jars under `cache`, filled at the first call."""
    for program, package in (("java", "default-jre-headless"), ("mvn", "maven")):
        if not shutil.which(program):
            raise NotInstalled(f"{program} is missing (Debian: apt-get install {package})")
    folder = cache / f"verapdf-{VERSION}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "verapdf-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        (Path(made) / "pom.xml").write_text(POM)
        jars = Path(made) / "jars"
        fetch = ["mvn", "--quiet", "--batch-mode", "dependency:copy-dependencies"]
        fetch += [f"-DoutputDirectory={jars}"]
        told = subprocess.run(fetch, cwd=made, capture_output=True, text=True, check=False)
        if told.returncode:
            raise RuntimeError(f"Maven could not fetch veraPDF:\n{told.stdout}{told.stderr}")
        jars.rename(folder)


def validate(path: Path, *, jars: Path, flavour: str = "ua1") -> Verdict:
    """Validate one PDF; `flavour` is veraPDF's name of the standard (ua1: PDF/UA-1)."""
    command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*"]
    command += ["org.verapdf.apps.GreenfieldCliWrapper", "--flavour", flavour, "--format", "text"]
    told = subprocess.run(
        [*command, "--verbose", str(path)], capture_output=True, text=True, check=False
    )
    report = (told.stdout + told.stderr).strip()
    return Verdict(report.startswith("PASS"), report)
