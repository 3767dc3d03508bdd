"""How sure are we that a person visited? Evidence in, a grade out. No ORM."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from personas.engagement.enums import Grade

# A visit begins when the page was in view for as long; before that, nothing is written.
SHORTEST_MS = 2_000
# In view this long, and touched: a person.
HUMAN_MS = 5_000
# In view this long untouched, or more than one page: worth an alert all the same.
ALERT_MS = 20_000
# More pages than this, each quicker than that, are clicked by a program.
BURST_PAGES = 4
BURST_MS_A_PAGE = 800

# Browsers begin with one of these; mail gateways, chat previews and libraries mostly do not.
_BROWSER = re.compile(r"^(Mozilla|Opera)/\d")
_ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|scan(?!dinav)|headless|phantom|puppeteer|playwright|selenium"
    r"|preview|prefetch|proxy|monitor|validator|facebookexternalhit|embedly|lighthouse|pingdom"
    r"|curl/|wget|python|libwww|java/|okhttp|go-http|axios|httpx|aiohttp|scrapy"
    r"|proofpoint|mimecast|barracuda|safelinks|urldefense|trendmicro|symantec|fortigate|zscaler"
    r"|forcepoint|messagelabs|checkpoint|sophos|ms-office|microsoft office|bitdefender",
    re.IGNORECASE,
)
_TABLET = re.compile(r"ipad|tablet|android(?!.*mobile)|silk/|kindle", re.IGNORECASE)
_PHONE = re.compile(r"iphone|ipod|android.*mobile|windows phone|mobile safari", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a visit so far. `elapsed_ms` since it began; `visible_ms` of it in view."""

    visible_ms: int = 0
    elapsed_ms: int = 0
    pages: int = 0
    gestures: int = 0
    team: bool = False
    robot: bool = False


def grade(evidence: Evidence) -> Grade:
    """Return who it was, as far as the evidence goes."""
    if evidence.team:
        return Grade.INTERNAL
    if evidence.robot or _is_burst(evidence):
        return Grade.SCANNER
    if evidence.gestures and evidence.visible_ms >= HUMAN_MS:
        return Grade.HUMAN
    return Grade.LIKELY


def _is_burst(evidence: Evidence) -> bool:
    return evidence.pages >= BURST_PAGES and evidence.elapsed_ms < evidence.pages * BURST_MS_A_PAGE


def is_alarming(evidence: Evidence) -> bool:
    """Tell whether the rep should hear of it now: surely a person, or likely and staying."""
    found = grade(evidence)
    if found is Grade.LIKELY:
        return evidence.visible_ms >= ALERT_MS or evidence.pages >= 2
    return found is Grade.HUMAN


def is_robot(user_agent: str) -> bool:
    """Tell whether a User-Agent names a program, or is none that a browser sends."""
    return not _BROWSER.match(user_agent) or bool(_ROBOT.search(user_agent))


def is_ahead_of_need(headers: Mapping[str, str]) -> bool:
    """Tell whether a page was asked for before anybody clicked: prefetch, prerender, preview."""
    said = " ".join(
        headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
    ).lower()
    return any(word in said for word in ("prefetch", "prerender", "preview"))


def device_of(user_agent: str) -> str:
    """Return laptop, phone, tablet or robot: as much as is kept of a User-Agent."""
    if is_robot(user_agent):
        return "robot"
    if _TABLET.search(user_agent):
        return "tablet"
    return "phone" if _PHONE.search(user_agent) else "laptop"
