"""Java libraries that tests check files with, fetched once by Maven into the cache."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import tempfile
from pathlib import Path

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tandem.tests</groupId><artifactId>libraries</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>{group}</groupId><artifactId>{name}</artifactId><version>{version}</version>
  </dependency></dependencies>
</project>
"""


class NotInstalled(Exception):
    """Java or Maven is missing; the message says which."""


def libraries(cache: Path, group: str, name: str, version: str) -> Path:
    """The folder with the jars of an artifact under `cache`, filled at the first call."""
    for program, package in (("java", "default-jdk-headless"), ("mvn", "maven")):
        if not shutil.which(program):
            raise NotInstalled(f"{program} is missing (Debian: apt-get install {package})")
    folder = cache / f"{name}-{version}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{name}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            _fetch(folder, POM.format(group=group, name=name, version=version))
    return folder


def _fetch(folder: Path, pom: str) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        (Path(made) / "pom.xml").write_text(pom)
        jars = Path(made) / "jars"
        fetch = ["mvn", "--quiet", "--batch-mode", "dependency:copy-dependencies"]
        fetch += [f"-DoutputDirectory={jars}"]
        told = subprocess.run(fetch, cwd=made, capture_output=True, text=True, check=False)
        if told.returncode:
            raise RuntimeError(f"Maven could not fetch {folder.name}:\n{told.stdout}{told.stderr}")
        jars.rename(folder)
