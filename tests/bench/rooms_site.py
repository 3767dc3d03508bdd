"""Rooms with links for a benchmark, made through the services in the site's own process.

    python -m tests.bench.rooms_site COUNT

prints one JSON list of links: their tokens, and what their pages report.
"""

from __future__ import annotations

import json
import sys


def make_links(count: int) -> list[dict[str, object]]:
    """Make `count` links, ten to a room of two articles; return their tokens and subjects."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from personas.access.roles import Role
    from tests.factories.cms import ArticleFactory
    from tests.factories.rooms import make_link, make_room

    rep = get_user_model().objects.create_user(
        "bench.rep", "rep@bench.example", "a-password-for-nobody", first_name="Ida"
    )
    rep.groups.add(Group.objects.get(name=Role.SALES.value))
    articles = [
        ArticleFactory(title=f"Article {number}", visibility="by_link") for number in (1, 2)
    ]
    made: list[dict[str, object]] = []
    while len(made) < count:
        room = make_room(rep, *articles)
        for _ in range(min(10, count - len(made))):
            number = len(made)
            link = make_link(room, rep, first_name=f"P{number}", email=f"p{number}@bench.example")
            subjects = ["room", *(f"asset:{article.pk}" for article in articles)]
            made.append({"pk": link.pk, "token": link.token, "subjects": subjects})
    return made


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(make_links(int(sys.argv[1]))))
