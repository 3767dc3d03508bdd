"""Reading settings from environment variables, with errors that name the variable.

Every variable that Tandem reads is declared in `cms/config/settings.py` through this
module, and described in the README's settings table.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import logging
import re
import zoneinfo
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES, NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def flag(name: str, value: str) -> bool:
    """Read a switch: 1, true, yes, on, or 0, false, no, off, or empty."""
    if (word := value.strip().lower()) not in YES | NO:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return word in YES


def time_zone(value: str) -> str:
    """Check the name of a time zone."""
    try:
        zoneinfo.ZoneInfo(value)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise ImproperlyConfigured(
            f"TIME_ZONE must be a name such as Europe/Berlin, not {value!r}."
        ) from None
    return value


def log_level(value: str) -> str:
    """Check the name of a level of the log."""
    if value.upper() not in logging.getLevelNamesMapping():
        raise ImproperlyConfigured(
            f"LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not {value!r}."
        )
    return value.upper()


def database(url: str) -> dict[str, object]:
    """Turn DATABASE_URL into Django's declaration: PostgreSQL, or SQLite in a file."""
    parts = _split("DATABASE_URL", url)
    names_it = len(parts.path.strip("/")) > 0
    if parts.scheme not in {"postgres", "postgresql", "sqlite"} or not names_it:
        raise ImproperlyConfigured(
            "DATABASE_URL must be empty, postgresql://user:password@host[:port]/name or "
            "sqlite:////path/to/file."
        )
    return dict(environ.Env.db_url_config(url))


def signing_key(value: str) -> str:
    """Check the private key that manifests are signed with: 32 bytes in base64, or empty."""
    with contextlib.suppress(binascii.Error, ValueError):
        if not value or len(base64.b64decode(value, validate=True)) == 32:
            return value
    raise ImproperlyConfigured(
        "SIGNING_KEY must be 32 bytes in base64, as `openssl rand -base64 32` prints them."
    )


def base_url(value: str) -> str:
    """Check an absolute http(s) address without a path, and return it without a final slash."""
    parts = _split("BASE_URL", value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"BASE_URL must look like https://www.example.com, not {value!r}."
        )
    return value.rstrip("/")


def storage(url: str, folder: Path) -> dict[str, object]:
    """Turn STORAGE_URL into a Django storage declaration.

    Empty means files under `folder`. `s3://[key:secret@]bucket[/prefix]` takes the options
    `region`, `endpoint` (an S3-compatible server) and `style` (path or virtual).
    """
    if not url:
        return {
            "BACKEND": "cms.media.storage.LocalMedia",
            "OPTIONS": {"location": str(folder), "base_url": "/media/"},
        }
    parts = _split("STORAGE_URL", url)
    has_half_a_key = bool(parts.username) != bool(parts.password)
    if parts.scheme != "s3" or not parts.hostname or has_half_a_key:
        raise ImproperlyConfigured(
            "STORAGE_URL must be empty or s3://[key:secret@]bucket[/prefix][?region=&endpoint=&style=]."
        )
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    unknown = set(query) - {"region", "endpoint", "style"}
    if unknown:
        raise ImproperlyConfigured(
            f"STORAGE_URL has unknown options: {', '.join(sorted(unknown))}."
        )
    if query.get("style", "path") not in {"path", "virtual"}:
        raise ImproperlyConfigured("STORAGE_URL's style must be path or virtual.")
    options: dict[str, object] = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
    }
    if parts.username and parts.password:
        options["access_key"] = unquote(parts.username)
        options["secret_key"] = unquote(parts.password)
    if "region" in query:
        options["region_name"] = query["region"]
    if "endpoint" in query:
        options["endpoint_url"] = query["endpoint"]
    if "style" in query:
        options["addressing_style"] = query["style"]
    return {"BACKEND": "cms.media.s3.S3Media", "OPTIONS": options}


def elasticsearch(url: str) -> dict[str, str]:
    """Turn ELASTICSEARCH_URL into what search needs to know of the cluster; {} when empty.

    `http[s]://[user:password@]host[:port][/prefix]` takes the options `api_key` and `ca` (a
    file of certificates to trust). The prefix begins the names of all indices.
    """
    if not url:
        return {}
    parts = _split("ELASTICSEARCH_URL", url)
    prefix = parts.path.strip("/") or "tandem"
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    has_half_a_login = bool(parts.username) != bool(parts.password)
    is_a_name = re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,60}", prefix)
    if parts.scheme not in {"http", "https"} or not parts.hostname or has_half_a_login:
        raise ImproperlyConfigured(
            "ELASTICSEARCH_URL must be empty or "
            "http[s]://[user:password@]host[:port][/prefix][?api_key=&ca=]."
        )
    if not is_a_name:
        raise ImproperlyConfigured(
            "ELASTICSEARCH_URL's prefix must be lower-case letters, digits, - and _, "
            f"not {prefix!r}."
        )
    if unknown := set(query) - {"api_key", "ca"}:
        raise ImproperlyConfigured(
            f"ELASTICSEARCH_URL has unknown options: {', '.join(sorted(unknown))}."
        )
    if "ca" in query and parts.scheme != "https":
        raise ImproperlyConfigured("ELASTICSEARCH_URL's ca needs an address with https.")
    if "api_key" in query and parts.username:
        raise ImproperlyConfigured(
            "ELASTICSEARCH_URL takes a user and a password, or an api_key, not both."
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 9200)
    return {
        "url": f"{parts.scheme}://{host}:{port}",
        "prefix": prefix,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        **query,
    }


def email(url: str) -> dict[str, object]:
    """Turn EMAIL_URL into Django's mail settings; empty keeps mail in the app's own outbox."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = _split("EMAIL_URL", url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must be empty or smtp[+tls|+ssl]://[user:password@]host[:port]."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": 20,
    }


def _split(name: str, url: str) -> SplitResult:
    """Take an address apart; what is no address at all is an error that names the variable."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: {error}.") from None
    return parts
