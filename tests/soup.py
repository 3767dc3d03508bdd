"""Pages as parsed structure: tests ask what a reader meets, not how it is written."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag


def soup(response: Any) -> BeautifulSoup:
    """Parse the body of a response."""
    return BeautifulSoup(response.content, "html.parser")


def values(form: Tag) -> dict[str, Any]:
    """Return what a browser would send of a form as it stands."""
    found: dict[str, list[str]] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        name = str(control["name"])
        if control.name == "textarea":
            found.setdefault(name, []).append(control.text)
        elif control.name == "select":
            chosen = control.select("option[selected]")
            found.setdefault(name, []).extend(str(option["value"]) for option in chosen)
        elif control.get("type") in ("checkbox", "radio"):
            if control.has_attr("checked"):
                found.setdefault(name, []).append(str(control.get("value", "on")))
        elif control.get("type") != "file":
            found.setdefault(name, []).append(str(control.get("value", "")))
    return {name: value[0] if len(value) == 1 else value for name, value in found.items()}
