"""The way to a cluster: encrypted, to whom it should be, with the credentials of the address."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from cms.config import environment
from search import services
from search.errors import StoreUnavailable
from search.models import IndexOutbox
from search.results import SearchQuery
from search.stores import get_store, standby
from search.stores.elasticsearch.connection import Address, Connection
from tests.factories.search import document
from tests.real_parts.certificates import Authority
from tests.real_parts.wire import Wire


@pytest.fixture
def authority(tmp_path) -> Authority:
    return Authority(tmp_path, "ours")


@pytest.fixture
def wire(elasticsearch_node, authority) -> Iterator[Wire]:
    """The line to the node, encrypted."""
    with Wire(elasticsearch_node.url, authority.serving("localhost")) as made:
        yield made


def health(url: str) -> str:
    """Ask a cluster that is named as the site's settings name it."""
    connection = Connection(Address.of(environment.elasticsearch(url)))
    try:
        with connection.talking() as client:
            return str(client.cluster.health().body["status"])
    finally:
        connection.close()


def test_whoever_has_a_certificate_of_the_named_authority_is_trusted(wire, authority):
    assert health(f"{wire.url}?ca={authority.file}") in {"green", "yellow"}
    assert b"GET /_cluster/health" in wire.heard


def test_a_certificate_that_another_authority_signed_is_not(wire, tmp_path):
    other = Authority(tmp_path, "other")
    with pytest.raises(StoreUnavailable, match=rf"not trusted .*{other.file} does not") as caught:
        health(f"{wire.url}?ca={other.file}")
    assert not caught.value.permanent
    assert not wire.heard


def test_without_an_authority_the_message_says_what_to_name(wire):
    with pytest.raises(StoreUnavailable, match=r"not trusted .*name the file .* as ca="):
        health(f"{wire.url.replace('//', '//me:secret@')}")
    assert not wire.heard  # no password went out


def test_the_certificate_of_another_server_is_not_trusted(elasticsearch_node, authority):
    with (
        Wire(elasticsearch_node.url, authority.serving("elsewhere.example")) as wire,
        pytest.raises(StoreUnavailable, match="the certificate of another server"),
    ):
        health(f"{wire.url}?ca={authority.file}")


def test_a_server_that_does_not_encrypt_is_told(elasticsearch_node):
    with pytest.raises(StoreUnavailable, match="speaks no TLS"):
        health(elasticsearch_node.url.replace("http:", "https:"))


@pytest.mark.parametrize(("content", "why"), [(None, "No such file"), ("junk", "no PEM file")])
def test_a_file_that_holds_no_certificates_is_named(wire, tmp_path, content, why):
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(StoreUnavailable, match=rf"cannot be read: {file}: {why}"):
        health(f"{wire.url}?ca={file}")


@pytest.mark.parametrize(
    ("login", "key", "sent"),
    [
        ("me:p%40ss@", "", b"Basic " + base64.b64encode(b"me:p@ss")),
        ("", "&api_key=c2VjcmV0", b"ApiKey c2VjcmV0"),
    ],
)
def test_credentials_go_with_each_request(wire, authority, login, key, sent):
    url = wire.url.replace("https://", f"https://{login}")
    health(f"{url}?ca={authority.file}{key}")
    lines = bytes(wire.heard).lower().split(b"\r\n")
    assert b"authorization: " + sent.lower() in lines


def test_the_address_that_is_shown_holds_no_secret(wire, authority):
    wire.cut()
    with pytest.raises(StoreUnavailable, match="does not answer") as caught:
        health(f"{wire.url.replace('//', '//me:secret@')}?ca={authority.file}")
    assert "secret" not in str(caught.value)


@pytest.mark.django_db
def test_untrusted_search_goes_on_and_changes_wait_then_follow(
    source, wire, authority, elasticsearch_prefix, settings, tmp_path, monkeypatch
):
    def trust(file: Path) -> None:
        settings.ELASTICSEARCH_URL = f"{wire.url}/{elasticsearch_prefix}?ca={file}"
        settings.ELASTICSEARCH = environment.elasticsearch(settings.ELASTICSEARCH_URL)

    monkeypatch.setattr(standby, "PAUSE", 0.0)
    trust(authority.file)
    source.put(document("a", "Carbon report"))
    services.rebuild()
    assert get_store("elasticsearch").count().documents == 1
    trust(Authority(tmp_path, "other").file)
    source.put(document("b", "Carbon offset"))
    services.enqueue(["b"])
    with pytest.raises(StoreUnavailable, match="not trusted"):
        services.process_outbox()
    assert IndexOutbox.objects.count() == 1
    assert found("carbon") == {"a", "b"}
    trust(authority.file)
    services.process_outbox()
    assert not IndexOutbox.objects.exists()
    assert found("carbon") == set(get_store("elasticsearch").hashes()) == {"a", "b"}


def found(words: str) -> set[str]:
    return {hit.key for hit in services.search(SearchQuery(words=words)).hits}
