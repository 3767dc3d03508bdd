"""The layers hold, pure logic stays pure, and nothing that serves or indexes loads torch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib

from tests.house.repository import ROOT

HEAVY = ("torch", "sentence_transformers", "transformers", "optimum")
PURE = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["tandem"]["pure-modules"]

# Everything that a web process, a worker or a command may come to import.
REACHED = """
import importlib, json, pkgutil, sys
import cms.config.wsgi
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.urls import get_resolver

def resolve(patterns):
    for pattern in patterns:
        resolve(getattr(pattern, "url_patterns", []))

resolve(get_resolver().url_patterns)
own = ("cms", "personas", "pitch_builder", "search")
for name in own:
    for module in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
        if module.name != "search.embedding.prepare_export":
            importlib.import_module(module.name)
for name, app in get_commands().items():
    if app in own:
        load_command_class(app, name)
print(json.dumps(sorted(sys.modules)))
"""


# What only printing, drawing, exporting or searching needs: no part of a process's start.
FOR_SOME_WORK = (
    "weasyprint",
    "fontTools",
    "pypdf",
    "pptx",
    "altair",
    "onnxruntime",
    "tokenizers",
    "elasticsearch",
    "cms.slides.rendering",
    "cms.slides.pptx.shapes",
    "pitch_builder.builds.services",
)


def modules_after(program: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return set(json.loads(told.stdout.splitlines()[-1]))


def test_no_process_that_serves_or_indexes_imports_torch():
    reached = modules_after(REACHED)
    assert "cms.config.urls" in reached
    assert reached.isdisjoint(HEAVY)


def test_a_start_loads_nothing_that_only_some_work_needs():
    loaded = modules_after(
        "import django, json, sys; django.setup(); print(json.dumps(sorted(sys.modules)))"
    )
    assert "pitch_builder.builds.listening" in loaded
    assert loaded.isdisjoint(FOR_SOME_WORK), loaded & set(FOR_SOME_WORK)


def test_pure_logic_imports_no_database():
    """See `tool.tandem.pure-modules` in pyproject.toml."""
    program = "import importlib, json, sys\n"
    for module in PURE:
        program += f"importlib.import_module({module!r})\n"
        program += f"assert 'django.db' not in sys.modules, {module!r}\n"
    modules_after(program + "print(json.dumps(sorted(sys.modules)))")


def test_the_contracts_of_the_layers_are_kept():
    told = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout
