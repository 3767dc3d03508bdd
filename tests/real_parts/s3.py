"""A real S3 API on a free port (moto's server), used as any S3-compatible server is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3

from tests.real_parts.ports import free_port, wait_for

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

    def names(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return sorted(entry["Key"] for entry in found)


@contextmanager
def server() -> Iterator[str]:
    """Run the server, as a process of its own, and give its address."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1"]
    running = subprocess.Popen(
        [*command, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


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
