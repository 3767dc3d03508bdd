"""`manage.py search WORDS`: what Find content answers, from a shell."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.html import strip_tags

from cms.errors import ContentError
from cms.library.finding import Criteria, FindPage, Found, find
from search.errors import SearchError
from search.results import SearchHit


class Command(BaseCommand):
    help = "Search the content as the Find content screen does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="*", help="what is asked, in plain words")
        parser.add_argument("--persona", action="append", default=[], metavar="SLUG")
        parser.add_argument("--stage", action="append", default=[], metavar="SLUG")
        parser.add_argument("--kind", action="append", default=[], metavar="KIND")
        parser.add_argument("--industry", action="append", default=[], metavar="SLUG")
        parser.add_argument("--product", action="append", default=[], metavar="SLUG")
        parser.add_argument(
            "--not",
            dest="ignored",
            action="append",
            default=[],
            metavar="TERM",
            help="a term that the words are not to be understood as, such as stage:compare",
        )
        parser.add_argument("--as", dest="username", metavar="USER", help="what this user may see")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--facets", action="store_true", help="counts of the facets too")
        parser.add_argument("--json", action="store_true", help="an object, for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        criteria = Criteria(
            words=" ".join(options["words"]),
            persona=tuple(options["persona"]),
            stage=tuple(options["stage"]),
            kind=tuple(options["kind"]),
            industry=tuple(options["industry"]),
            product=tuple(options["product"]),
            ignored=tuple(options["ignored"]),
        )
        user = self._user(options["username"])
        try:
            page = find(criteria, user=user, limit=options["limit"], understanding=True)
        except (ContentError, SearchError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(_page_as_object(page), indent=2))
            return
        for term in page.reading.terms:
            self.stdout.write(f"Understood as {term.facet}: {term.label}  (--not {term.key})")
        for found, hit in _answers(page.results):
            self.stdout.write(self.style.SUCCESS(found.asset.title))
            self.stdout.write(f"  {found.asset.get_kind_display()}, {hit.score:.2f}")
            self.stdout.write(f"  {strip_tags(hit.highlight)}")
            for reason in found.reasons:
                self.stdout.write(f"  - {reason.term} ({reason.share:.0%}): {reason.detail}")
        for facet in page.facets if options["facets"] else ():
            counts = ", ".join(f"{value.name} {value.count}" for value in facet.values)
            self.stdout.write(f"{facet.label}: {counts}")
        if page.weak:
            self.stdout.write("Nothing fits well.")

    def _user(self, username: str | None) -> Any:
        if username is None:
            return None
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user named {username}.")
        return user


def _answers(results: Iterable[Found]) -> Iterator[tuple[Found, SearchHit]]:
    """Yield the results with what search said of them."""
    return ((found, found.hit) for found in results if found.hit is not None)


def _page_as_object(page: FindPage) -> dict[str, Any]:
    return {
        "understood": [
            {
                "term": term.key,
                "facet": term.facet,
                "values": list(term.slugs),
                "label": term.label,
            }
            for term in page.reading.terms
        ],
        "corrected": dict(page.corrected),
        "unknown": list(page.unknown),
        "weak": page.weak,
        "total": page.total,
        "facets": {
            facet.name: {value.slug: value.count for value in facet.values}
            for facet in page.facets
        },
        "results": [_as_object(*answer) for answer in _answers(page.results)],
    }


def _as_object(found: Found, hit: SearchHit) -> dict[str, Any]:
    asset = found.asset
    return {
        "asset": {
            "id": asset.pk,
            "title": asset.title,
            "kind": asset.kind,
            "visibility": asset.visibility,
            "url": asset.url,
        },
        "passage": {
            "text": hit.passage.text,
            "headings": list(hit.passage.headings),
            "kind": hit.passage.kind,
            "block": hit.passage.anchor,
        },
        "score": round(hit.score, 4),
        "pinned": found.pinned,
        "reasons": [
            {"term": reason.term, "share": round(reason.share, 4), "detail": reason.detail}
            for reason in found.reasons
        ],
    }
