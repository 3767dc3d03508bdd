"""The store on Elasticsearch: the contract on a real node, and what only a cluster can do."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.embedding.hashing import HashingEmbedder
from search.stores.elasticsearch.connection import Address, Connection
from search.stores.elasticsearch.store import ElasticsearchStore
from tests.search.store_contract import StoreContract

DIMENSIONS = HashingEmbedder.dimensions


@pytest.fixture
def connection(elasticsearch_node, elasticsearch_prefix):
    made = Connection(Address(elasticsearch_node.url, elasticsearch_prefix))
    yield made
    made.close()


@pytest.fixture
def store(connection, tmp_path) -> ElasticsearchStore:
    return another(connection, tmp_path)


def another(connection: Connection, folder: Path) -> ElasticsearchStore:
    name = f"{connection.address.prefix}-store"
    return ElasticsearchStore(connection, name, DIMENSIONS, folder / "lock")


class TestElasticsearchStore(StoreContract):
    forgets_at_once = False

    @pytest.fixture
    def store(self, connection, tmp_path) -> ElasticsearchStore:
        return another(connection, tmp_path)
