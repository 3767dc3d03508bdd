"""The template tags of the admin's own parts."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.template import Context, Template


def render(source: str, **context: object) -> BeautifulSoup:
    made = Template("{% load tandem_ui %}" + source).render(Context(context))
    return BeautifulSoup(made, "html.parser")


def test_a_badge_is_an_icon_and_a_word():
    badge = render("{% badge 'warn' text 'time' %}", text="<Outdated>").span
    assert badge["class"] == ["t-badge", "t-badge--warn"]
    assert badge.text.strip() == "<Outdated>"
    assert badge.find("use")["href"] == "#icon-time"


def test_a_meter_stays_within_its_bounds_and_out_of_the_words():
    meter = render("{% meter 1.4 %}").progress
    assert (meter["value"], meter["max"], meter["aria-hidden"]) == ("1", "1", "true")


def test_attention_is_relative_to_the_longest_and_readable():
    drawn = render("{% attention seconds %}", seconds=[10, None, 40]).svg
    columns = drawn.find_all("rect")
    assert [float(column["height"]) for column in columns] == [8.5, 2, 34]
    assert "t-att__none" in columns[1]["class"]
    assert "t-att__longest" in columns[2]["class"]
    assert drawn["aria-label"] == "Slide 1: 10 seconds; Slide 2: not opened; Slide 3: 40 seconds"


def test_attention_without_slides_draws_nothing():
    assert render("{% attention seconds %}", seconds=[]).svg["width"] == "0"
