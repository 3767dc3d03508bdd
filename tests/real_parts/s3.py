"""A real S3 API on a free port (moto's server), used as any S3-compatible server is."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

KEY, SECRET = "tandem", "kept+by/tests"


@dataclass(frozen=True)
class Bucket:
    name: str
    endpoint: str
    client: Any

    @property
    def url(self) -> str:
        """The value of STORAGE_URL that stands for this bucket."""
        secret = SECRET.replace("+", "%2B").replace("/", "%2F")
        return (
            f"s3://{KEY}:{secret}@{self.name}/files"
            f"?endpoint={self.endpoint}&region=eu-central-1&style=path"
        )

    def keys(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return sorted(entry["Key"] for entry in found)


@contextmanager
def server() -> Iterator[str]:
    """Run the server and give its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        running.stop()


def make_bucket(endpoint: str, name: str) -> Bucket:
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="eu-central-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
    )
    client.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    return Bucket(name, endpoint, client)
