"""A plugin that gives the small test distribution the language analyzers of a whole one.

Their code, Lucene's, is in the distribution; only their names in Elasticsearch are missing.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGES = {
    "arabic": "ar", "danish": "da", "dutch": "nl", "english": "en", "finnish": "fi",
    "french": "fr", "german": "de", "greek": "el", "hungarian": "hu", "italian": "it",
    "norwegian": "no", "portuguese": "pt", "romanian": "ro", "russian": "ru", "spanish": "es",
    "swedish": "sv", "turkish": "tr",
}  # fmt: skip
SOURCE = """\
package tandem.analysis;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.{package}.{language}Analyzer;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.AnalyzerFactory;

@NamedComponent("{name}")
public class {language} implements AnalyzerFactory {{
    public Analyzer create() {{ return new {language}Analyzer(); }}
}}
"""
DESCRIPTOR = """\
name=tandem-analysis
description=Language analyzers for tests
version=1
elasticsearch.version={version}
java.version=21
"""


def fingerprint() -> str:
    """A short hash of the plugin, so that a cached distribution has the present one."""
    return hashlib.sha256(inspect.getsource(sys.modules[__name__]).encode()).hexdigest()[:8]


def install(home: Path, version: str, java: Path) -> None:
    """Compile the plugin against the distribution in `home`, and put it in."""
    folder = home / "plugins" / "tandem-analysis"
    source, classes = folder / "source", folder / "classes"
    source.mkdir(parents=True)
    for name, package in PACKAGES.items():
        language = name.title()
        (source / f"{language}.java").write_text(
            SOURCE.format(package=package, language=language, name=name)
        )
    release = "21" if version.startswith("9") else "17"
    compile_ = [java / "bin" / "javac", "--release", release, "-proc:none", "-nowarn"]
    compile_ += ["-cp", f"{home / 'lib'}/*", "-d", classes, *sorted(source.iterdir())]
    subprocess.run(compile_, check=True, capture_output=True)
    with zipfile.ZipFile(folder / "tandem-analysis.jar", "w") as jar:
        for path in sorted(classes.rglob("*.class")):
            jar.write(path, path.relative_to(classes))
    (folder / "stable-plugin-descriptor.properties").write_text(
        DESCRIPTOR.format(version=version).replace("21\n", f"{release}\n")
    )
    components = {name: f"tandem.analysis.{name.title()}" for name in PACKAGES}
    (folder / "named_components.json").write_text(
        json.dumps({"org.elasticsearch.plugin.analysis.AnalyzerFactory": components})
    )
    shutil.rmtree(source)
    shutil.rmtree(classes)
