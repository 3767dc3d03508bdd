"""The way to a cluster: its address, one client a process, and errors in our words."""

from __future__ import annotations

import os
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from search.errors import SearchError, StoreUnavailable

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch, SSLError

OTHER_NAME = {62, 64}  # of a host, of an address: OpenSSL's codes
READING, WRITING = 8.0, 90.0  # seconds until an answer is given up


@dataclass(frozen=True)
class Address:
    """Where a cluster is. `prefix` begins the names of all our indices."""

    url: str
    prefix: str = "tandem"
    user: str = ""
    password: str = ""
    api_key: str = ""
    ca: str = ""

    @classmethod
    def of(cls, options: Mapping[str, str]) -> Address:
        """Return the address that settings.ELASTICSEARCH holds."""
        return cls(**options)


class Connection:
    """A client, made when it is first needed, anew in each process."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._lock = threading.Lock()
        self._client: Elasticsearch | None = None
        self._process = 0

    @property
    def client(self) -> Elasticsearch:
        with self._lock:
            if self._client is None or self._process != os.getpid():
                from elasticsearch import Elasticsearch

                to = self.address
                trust: dict[str, Any] = {"ssl_context": _trusting(to.ca)} if to.ca else {}
                self._process = os.getpid()
                self._client = Elasticsearch(
                    to.url,
                    basic_auth=(to.user, to.password) if to.user else None,
                    api_key=to.api_key or None,
                    **trust,
                    request_timeout=READING,
                    max_retries=0,
                    connections_per_node=10,
                )
            return self._client

    def close(self) -> None:
        """Let the connections go."""
        if self._client is not None:
            self._client.close()
            self._client = None

    @contextmanager
    def talking(self, *, writing: bool = False) -> Iterator[Elasticsearch]:
        """Give the client; what goes wrong in the block becomes one of search's errors."""
        from elasticsearch import ApiError, SSLError, TransportError

        client = self.client
        try:
            yield client.options(request_timeout=WRITING) if writing else client
        except SSLError as error:
            raise _not_secured(self.address, error) from error
        except TransportError as error:
            raise StoreUnavailable(
                f"Elasticsearch at {self.address.url} does not answer: {error.message}"
            ) from error
        except ApiError as error:
            raise refusal(self.address.url, error.meta.status, reason(error.body)) from error


def _trusting(ca: str) -> ssl.SSLContext:
    """Return what trusts the certificates in a file, and no others."""
    try:
        return ssl.create_default_context(cafile=ca)
    except OSError as error:
        why = "no PEM file" if isinstance(error, ssl.SSLError) else error.strerror
        raise StoreUnavailable(
            f"The certificates that ELASTICSEARCH_URL names as ca cannot be read: {ca}: {why}."
        ) from error


def _not_secured(address: Address, error: SSLError) -> StoreUnavailable:
    """Return the error for a line that could not be encrypted, or not to whom it should be."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return StoreUnavailable(f"Elasticsearch at {address.url} speaks no TLS: {error.message}")
    why = cause.verify_message.rstrip(".")
    if cause.verify_code in OTHER_NAME:
        return StoreUnavailable(
            f"Who answers at {address.url} shows the certificate of another server: {why}."
        )
    signed = (
        f"{address.ca} does not vouch for it"
        if address.ca
        else "name the file of the authority that signed it as ca= in ELASTICSEARCH_URL"
    )
    return StoreUnavailable(
        f"Elasticsearch at {address.url} shows a certificate that is not trusted ({why}): "
        f"{signed}."
    )


def refusal(url: str, status: int, why: str) -> SearchError:
    """Return the error for an answer that is none."""
    if status in {401, 403}:
        return StoreUnavailable(f"Elasticsearch at {url} refuses Tandem's credentials: {why}")
    if status in {408, 429} or status >= 500:
        return StoreUnavailable(f"Elasticsearch at {url} cannot answer now: {why}")
    return SearchError(f"Elasticsearch at {url} refuses what it was asked ({status}): {why}")


def reason(body: Any) -> str:
    """Return the innermost reason that an error's body gives."""
    error = body.get("error", body) if isinstance(body, Mapping) else body
    if not isinstance(error, Mapping):
        return str(error)[:300]
    for inner in ("caused_by", "root_cause"):
        cause = error.get(inner)
        cause = cause[0] if isinstance(cause, list) and cause else cause
        if isinstance(cause, Mapping) and cause.get("reason"):
            return reason(cause)
    return str(error.get("reason") or error)[:300]
