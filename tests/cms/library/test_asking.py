from __future__ import annotations

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cms.library.asking import MOST_WORDS, Asked
from cms.library.finding import FACETS

slugs = st.lists(st.from_regex(r"[a-z][a-z-]{0,12}", fullmatch=True), unique=True, max_size=3)
words = st.text(max_size=40)


def read(address: str, **kwargs) -> Asked:
    return Asked.read(QueryDict(address.removeprefix("?")), **kwargs)


@given(words, st.fixed_dictionaries(dict.fromkeys((*FACETS, "for_persona"), slugs)))
def test_an_address_asks_again_what_it_was_made_from(text, chosen):
    query = QueryDict(mutable=True)
    query["q"] = text
    for name, values in chosen.items():
        query.setlist(name, values)
    asked = Asked.read(query)
    assert read(asked.address()) == asked


@given(st.binary(max_size=60))
def test_any_address_can_be_read(raw):
    asked = Asked.read(QueryDict(raw))
    assert 1 <= asked.page <= 500
    assert len(asked.criteria.words) <= MOST_WORDS


def test_a_pill_takes_one_value_away_and_leaves_the_rest():
    asked = read("q=cold&persona=cfo&persona=ops&stage=compare&deck=7", keep=("deck",))
    without = read(asked.address(without=("persona", "cfo")), keep=("deck",))
    assert without.criteria.persona == ("ops",)
    assert without.criteria.stage == ("compare",)
    assert (without.criteria.words, without.kept) == ("cold", {"deck": "7"})


def test_parameters_of_others_are_kept_only_where_they_are_known_and_numbers():
    assert read("q=x&deck=7", keep=("deck",)).kept == {"deck": "7"}
    assert read("q=x&deck=7").kept == {}
    assert read("q=x&deck=<script>", keep=("deck",)).kept == {}


def test_a_preference_is_no_filter():
    criteria = read("for_persona=cfo").criteria
    assert criteria.filters == {}
    assert criteria.boosts == {"persona": ("cfo",)}
