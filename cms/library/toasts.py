"""Toasts as answers to what a script sends."""

from __future__ import annotations

import json


def toast(text: str) -> str:
    """Return the response header that shows a toast."""
    return json.dumps({"t-toast": {"text": text}})
