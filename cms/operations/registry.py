"""Registries that the apps fill from a module of an agreed name."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from threading import RLock
from typing import Generic, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")


class Registry(Generic[T]):
    """Named entries, found at first use in `<app>.<module>` and `<app>.<subject>.<module>`.

    Only the project's own apps and their direct subpackages are looked through. A name
    that is registered twice raises ImproperlyConfigured.
    """

    def __init__(self, what: str, module: str) -> None:
        self.what = what
        self.module = module
        self._entries: dict[str, T] = {}
        self._discovered = False
        self._discovering = False
        self._lock = RLock()

    def add(self, name: str, entry: T) -> None:
        if name in self._entries:
            raise ImproperlyConfigured(f"The {self.what} {name!r} is registered twice.")
        self._entries[name] = entry

    def remove(self, name: str) -> None:
        self._entries.pop(name, None)

    def get(self, name: str) -> T | None:
        self.discover()
        return self._entries.get(name)

    def items(self) -> Iterator[tuple[str, T]]:
        """Yield names and entries in the order in which they were registered."""
        self.discover()
        return iter(list(self._entries.items()))

    def discover(self) -> None:
        """Import what registers entries; another thread waits until all of it is there."""
        if self._discovered:
            return
        with self._lock:
            if self._discovered or self._discovering:
                return
            self._discovering = True
            try:
                for package in own_packages():
                    name = f"{package}.{self.module}"
                    if find_spec(name) is not None:
                        import_module(name)
                self._discovered = True
            finally:
                self._discovering = False


def own_packages() -> Iterator[str]:
    """Yield the project's apps and their direct subpackages, in the order of INSTALLED_APPS."""
    for config in apps.get_app_configs():
        if Path(config.path).parent != settings.BASE_DIR:
            continue
        yield config.name
        for found in iter_modules([config.path], prefix=f"{config.name}."):
            if found.ispkg:
                yield found.name
