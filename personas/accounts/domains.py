from __future__ import annotations


def bare_domain(address: str) -> str:
    """`https://www.Example.com/about` -> `example.com`; text without a dot is kept as it is."""
    host = address.strip().lower().split("://")[-1]
    host = host.split("/")[0].split("?")[0].split("@")[-1].split(":")[0]
    return host.removeprefix("www.").rstrip(".")
