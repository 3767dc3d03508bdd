"""Is everything there that Tandem needs?"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.operations.probes import Finding, Level, examine


class Command(BaseCommand):
    help = "Look at everything that Tandem needs; exit status 1 when something does not work."
    # It is there for when things are broken.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="a list of objects, for machines")

    def handle(self, *, json: bool, **options: Any) -> None:
        findings = examine()
        if json:
            self.stdout.write(as_json(findings))
        else:
            width = max(len(name) for name, _finding in findings)
            for name, finding in findings:
                self.say(name.ljust(width), finding)
        if any(finding.level == Level.BAD for _name, finding in findings):
            raise SystemExit(1)

    def say(self, name: str, finding: Finding) -> None:
        mark, style = {
            Level.OK: ("✓", self.style.SUCCESS),
            Level.WARN: ("!", self.style.WARNING),
            Level.BAD: ("✗", self.style.ERROR),
        }[finding.level]
        line = f"{style(mark)} {name}  {finding.text}"
        self.stdout.write(f"{line}. {finding.remedy}" if finding.remedy else line)


def as_json(findings: list[tuple[str, Finding]]) -> str:
    return json.dumps([{"name": name, **asdict(finding)} for name, finding in findings], indent=2)
