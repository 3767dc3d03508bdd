"""In worlds whose truth is known, outcomes and trials beat popularity and chance."""

from __future__ import annotations

from cms.recommendations.plotting import regret_chart, regret_plot
from cms.recommendations.simulation import arms, regret, simulate


def test_outcomes_with_trials_beat_popularity_and_chance_over_time():
    courses = {course.name: course for course in simulate(worlds=3, lists=1500)}
    tandem, popular, lot = courses["Tandem"], courses["most read"], courses["by lot"]
    assert tandem.end < popular.end < lot.end
    assert tandem.high < popular.low  # not by chance
    assert tandem.end < courses["no outcomes"].end
    # It learns: a list at the end loses less than one at the beginning.
    first = tandem.curve[0] / tandem.after[0]
    assert tandem.late < 0.95 * first
    # Popularity and chance do not.
    assert lot.late > 0.9 * lot.curve[0] / lot.after[0]


def test_the_same_seed_is_the_same_world():
    choose = arms()["Tandem"]
    assert (regret(choose, 7, 200) == regret(choose, 7, 200)).all()


def test_regret_is_drawn_and_said():
    courses = simulate(worlds=1, lists=60, points=4)
    data = regret_chart(courses)
    assert data.subject == "Tandem"
    assert {"most read", "by lot"} <= set(data.series)
    svg = regret_plot(courses)
    assert svg.startswith("<svg") and "Tandem" in svg
