"""`manage.py evaluate_recommendations`: what the log says, and when it says too little."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.recommendations.evaluation import judge, logged_lists
from cms.recommendations.models import What
from cms.recommendations.replay import choices
from cms.recommendations.services import Place, log_taken, recommend
from cms.recommendations.weights import DEFAULTS, Weights

pytestmark = pytest.mark.django_db


def told(*args):
    out = StringIO()
    call_command("evaluate_recommendations", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def a_log(library, cfo, compare):
    """Forty lists; the first place of each second one was taken."""
    now = timezone.now()
    for number in range(40):
        at = now - timedelta(hours=number + 1)
        page = recommend(
            persona=cfo, stage=compare, place=Place.DECK, now=at, batch=uuid4(), limit=3
        )
        if number % 2:
            log_taken(page.batch, page.items[0].asset_id, What.ON_DECK)


def test_an_empty_log_says_so(db):
    assert "Nothing was recommended yet" in told()
    assert json.loads(told("--json"))["weights"]["in force (version 0)"]["value"] is None


def test_a_replay_with_the_logging_weights_chooses_what_was_shown(a_log):
    for one, explored in logged_lists(timezone.now() - timedelta(days=9)):
        chosen = choices(one, DEFAULTS)
        shown = [shown.candidate for shown in one.shown]
        assert sum(a != b for a, b in zip(chosen, shown, strict=True)) == explored


def test_it_judges_the_weights_in_force_and_others(a_log):
    said = json.loads(told("--json", "--weights", '{"words": 90, "persona": 0}'))
    assert said["lists"] == 40 and said["places"] == 120
    mine = said["weights"]["in force (version 0)"]
    assert mine["enough"] and mine["low"] <= mine["value"] <= mine["high"]
    assert mine["value"] == pytest.approx(said["shown"]["value"], abs=0.05)
    assert set(said["weights"]) == {"in force (version 0)", "yours"}
    assert "95 % interval" in told()


def test_it_says_when_too_little_is_known(library, cfo):
    recommend(persona=cfo, place=Place.DECK)
    assert "Too little is known of in force" in told()


def test_a_room_that_nobody_came_to_says_nothing(library, cfo):
    recommend(persona=cfo, place=Place.ROOM)
    assert judge().lists == 0


@pytest.mark.parametrize("wrong", ["{", '{"luck": 1}', "[1]", "/no/such/file.json"])
def test_weights_that_cannot_be_read_are_an_error(db, wrong):
    with pytest.raises(CommandError):
        told("--weights", wrong)


def test_a_place_that_is_none_is_an_error(db):
    with pytest.raises(CommandError):
        told("--place", "moon")


def test_weights_are_read_from_a_file(db, tmp_path):
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(Weights(outcome=33).as_dict()))
    assert "yours" in json.loads(told("--json", "--weights", str(file)))["weights"]


def test_the_simulation_is_printed_and_plotted(tmp_path):
    plot = tmp_path / "regret.svg"
    out = StringIO()
    call_command(
        "evaluate_recommendations",
        "--simulate",
        "--worlds=2",
        "--lists=60",
        f"--plot={plot}",
        "--json",
        stdout=out,
    )
    names = [course["name"] for course in json.loads(out.getvalue())]
    assert names == ["by lot", "most read", "no outcomes", "no trials", "Tandem"]
    assert plot.read_text().startswith("<svg")
