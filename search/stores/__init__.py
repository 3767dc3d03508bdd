"""Stores: the one that the settings name, one a process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from search.documents import FORMAT
from search.embedding import get_embedder
from search.embedding.base import Embedder, model_key
from search.errors import StoreUnavailable
from search.stores.base import Store
from search.stores.embedded.store import EmbeddedStore

if TYPE_CHECKING:
    from search.stores.elasticsearch.store import ElasticsearchStore
    from search.stores.standby import StandbyStore

LAYOUT = 4  # of the embedded store's files: raise it when others are read
EMBEDDED, ELASTICSEARCH = NAMES = ("embedded", "elasticsearch")


def get_store(name: str = "") -> Store:
    """Return this process's store for the model in use, or the one of that name by itself.

    Where settings.ELASTICSEARCH_URL is set, it is the cluster, with the embedded store to
    stand in for it; settings.SEARCH_STANDBY = False leaves that out. Raises ModelMissing,
    and StoreUnavailable for "elasticsearch" without an address.

    Each model has a folder or index of its own: vectors of different models never meet.
    """
    folder, embedder = Path(settings.SEARCH_DATA_DIR), get_embedder()
    url = getattr(settings, "ELASTICSEARCH_URL", "")
    if name == EMBEDDED or not (url or name):
        return embedded(folder, embedder)
    if not url:
        raise StoreUnavailable("ELASTICSEARCH_URL does not say where Elasticsearch is.")
    if name or not getattr(settings, "SEARCH_STANDBY", True):
        return clustered(settings.ELASTICSEARCH, folder, embedder)
    made = _key(settings.ELASTICSEARCH), _name(embedder), embedder.dimensions, folder
    return _standby(*made)


def embedded(folder: Path, embedder: Embedder) -> EmbeddedStore:
    """Return the embedded store under `folder` for a model."""
    return _embedded(_folder(folder, _name(embedder)), embedder.dimensions)


def clustered(options: Mapping[str, str], folder: Path, embedder: Embedder) -> ElasticsearchStore:
    """Return the store on a cluster for a model; `options` as settings.ELASTICSEARCH."""
    return _elasticsearch(_key(options), _name(embedder), embedder.dimensions, folder)


def former_folders() -> list[Path]:
    """Return the folders of embedded indices of other versions and models; none is read now."""
    folder = Path(settings.SEARCH_DATA_DIR)
    present = _folder(folder, _name(get_embedder()))
    return sorted(path for path in folder.glob("embedded-*/") if path != present)


@contextmanager
def temporary_indices() -> Iterator[dict[str, Any]]:
    """Give the settings with which the store is on the cluster, in indices of its own by
    itself; they are gone afterwards, and so are those of others that died. Raises
    StoreUnavailable without an address."""
    if not getattr(settings, "ELASTICSEARCH_URL", ""):
        raise StoreUnavailable("ELASTICSEARCH_URL does not say where Elasticsearch is.")
    from search.stores.elasticsearch import leftovers
    from search.stores.elasticsearch.connection import Address, Connection

    address = Address.of(settings.ELASTICSEARCH)
    connection = Connection(address)
    try:
        leftovers.remove_temporary(connection, address.prefix)
        with leftovers.temporary(connection, address.prefix) as prefix:
            yield {
                "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
                "ELASTICSEARCH": {**settings.ELASTICSEARCH, "prefix": prefix},
                "SEARCH_STANDBY": False,
            }
    finally:
        connection.close()


def _name(embedder: Embedder) -> str:
    name = "".join(c if c.isalnum() or c in ".-" else "-" for c in model_key(embedder))
    return f"{FORMAT}-{name}"


def _folder(folder: Path, name: str) -> Path:
    return folder / f"embedded-{LAYOUT}-{name}"


def _key(options: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(options.items()))


@lru_cache(maxsize=8)
def _embedded(folder: Path, dimensions: int) -> EmbeddedStore:
    return EmbeddedStore(folder, dimensions)


@lru_cache(maxsize=8)
def _elasticsearch(
    options: tuple[tuple[str, str], ...], name: str, dimensions: int, folder: Path
) -> ElasticsearchStore:
    # Imported here: a site without a cluster loads none of it.
    from search.stores.elasticsearch.connection import Address, Connection
    from search.stores.elasticsearch.store import ElasticsearchStore

    address = Address.of(dict(options))
    index = f"{address.prefix}-{name}".lower()
    return ElasticsearchStore(Connection(address), index, dimensions, folder / f"cluster-{name}")


@lru_cache(maxsize=8)
def _standby(
    options: tuple[tuple[str, str], ...], name: str, dimensions: int, folder: Path
) -> StandbyStore:
    from search.stores.standby import StandbyStore

    primary = _elasticsearch(options, name, dimensions, folder)
    return StandbyStore(primary, _embedded(_folder(folder, name), dimensions))
