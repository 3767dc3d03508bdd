"""The way to a cluster: its address, one client a process, and errors in our words."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from search.errors import SearchError, StoreUnavailable

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

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
                certificates: dict[str, Any] = {"ca_certs": to.ca} if to.ca else {}
                self._process = os.getpid()
                self._client = Elasticsearch(
                    to.url,
                    basic_auth=(to.user, to.password) if to.user else None,
                    api_key=to.api_key or None,
                    **certificates,
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
        from elasticsearch import ApiError, TransportError

        client = self.client
        try:
            yield client.options(request_timeout=WRITING) if writing else client
        except TransportError as error:
            raise StoreUnavailable(
                f"Elasticsearch at {self.address.url} does not answer: {error.message}"
            ) from error
        except ApiError as error:
            raise refusal(self.address.url, error.meta.status, reason(error.body)) from error


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
