"""What a brief is understood as: pure, from its words and a small vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.library.understanding import Name, make_vocabulary, ways_to_say_role
from pitch_builder.briefs import cues, reading
from pitch_builder.briefs.cues import Moment
from pitch_builder.briefs.reading import Known, assembled, segments

PERSONAS = {
    "cfo": ("Chief financial officer", "Owns the accounts."),
    "ops": ("Operations director", "Keeps sites running."),
    "it": ("Data and IT lead", "Answers for interfaces."),
    "buying": ("Procurement manager", "Buys energy."),
}
STAGES = [("notice", "Notice"), ("weigh", "Weigh"), ("decide", "Decide"), ("grow", "Grow")]

VOCABULARY = make_vocabulary(
    [
        *(
            (said, Name("persona", (slug,), name))
            for slug, (name, _role) in PERSONAS.items()
            for said in ways_to_say_role(name)
        ),
        ("Road freight", Name("industry", ("road-freight",), "Road freight")),
        ("Notice", Name("stage", ("notice",), "Notice")),
        ("Grow", Name("stage", ("grow",), "Grow")),
    ],
    [
        ("objection", "ops", "Operations director", "My people have no time for another screen."),
        ("pain", "cfo", "Chief financial officer", "Lenders now ask for emissions."),
    ],
)


def read(brief, *, known=(), ignored=()):
    parts = segments(brief)
    terms = reading.read_names(parts, VOCABULARY, list(known))
    moment, _said = reading.read_meeting(parts)
    slides, _asked = reading.read_length(parts)
    if not any(term.facet == "persona" for term in terms):
        terms += reading.read_titles(parts, PERSONAS)
    topics = reading.read_topics(parts)
    terms += topics
    terms += reading.read_lines(topics, VOCABULARY, {})
    return assembled(terms, moment=moment, slides=slides, ignored=ignored)


def labels(found, facet):
    return [term.label for term in found.terms if term.facet == facet]


def test_the_plain_example_is_read_whole():
    found = read("First meeting, CFO of a road freight company, worried about carbon reporting")
    assert found.moment is Moment.FIRST
    assert found.slugs("persona") == ("cfo",)
    assert found.slugs("industry") == ("road-freight",)
    assert [(topic.facet, topic.label) for topic in found.topics] == [
        ("worry", "carbon reporting")
    ]


@pytest.mark.parametrize(
    ("brief", "moment"),
    [
        ("intro call with a brewery", Moment.FIRST),
        ("Second meeting about meters", Moment.EXPLORE),
        ("they are comparing three suppliers", Moment.COMPARE),
        ("meeting about the next tender", Moment.COMPARE),
        ("the board decides on Monday", Moment.DECIDE),
        ("annual review with a customer", Moment.CUSTOMER),
        ("a chat about meters", None),
        ("she is worried that the board says no", None),
    ],
)
def test_the_meeting_is_read_where_the_rep_speaks_of_it(brief, moment):
    assert read(brief).moment is moment


@pytest.mark.parametrize(
    ("brief", "persona"),
    [
        ("the plant manager of a foundry", "ops"),
        ("head of IT at a port", "it"),
        ("energy buyer of a mill", "buying"),
        ("the finance director", "cfo"),
        ("Procurement, about prices", "buying"),
        ("COO of a brewery", "ops"),
        ("a logistics company", None),
        ("it is about meters", None),
    ],
)
def test_job_titles_say_what_somebody_does_in_other_words(brief, persona):
    assert read(brief).slugs("persona") == ((persona,) if persona else ())


@pytest.mark.parametrize(
    ("brief", "topics"),
    [
        ("she thinks that the price is too high", [("worry", "price is too high")]),
        ("They say: no time. They want to know how long it takes",
         [("worry", "no time"), ("ask", "how long it takes")]),
        ("asks where the data is hosted, who can read it",
         [("ask", "where the data is hosted"), ("ask", "who can read it")]),
        ("objections: the licence is my cost", [("worry", "licence is my cost")]),
        ("talk about the night, worried about doors", [("worry", "doors"), ("about", "night")]),
        ("fuel goes missing", [("about", "fuel goes missing")]),
        ("30 minutes with the CFO on Tuesday", []),
        ("what may they claim in their report?", [("ask", "what may they claim in their report")]),
    ],
)  # fmt: skip
def test_worries_wishes_and_subjects_keep_their_own_words(brief, topics):
    assert [(topic.facet, topic.label) for topic in read(brief).topics] == topics


def test_lines_of_personas_are_known_by_their_words():
    found = read("He says his people have no time for another screen")
    assert labels(found, "objection") == ["My people have no time for another screen."]
    assert found.lines[0].owner == "ops"


def test_a_stage_named_like_a_verb_is_no_stage_in_a_sentence():
    assert read("they notice that bills grow every year").slugs("stage") == ()
    assert read("CFO, at the stage Grow").slugs("stage") == ("grow",)


def test_names_of_people_are_no_subject():
    known = [
        Known("account", 7, "Wetherlam Logistics", ("wetherlam",)),
        Known("prospect", 3, "Joan Threlkeld", ("joan", "threlkeld")),
    ]
    found = read("Meeting with Joan Threlkeld at Wetherlam, about diesel", known=known)
    assert (found.slugs("account"), found.slugs("prospect")) == (("7",), ("3",))
    assert [topic.label for topic in found.topics] == ["diesel"]


@pytest.mark.parametrize(
    ("brief", "slides"),
    [("six slides for the CFO", 6), ("CFO, 12 slides", 12), ("99 slides", 30), ("no slides", 0)],
)
def test_a_number_of_slides_is_read(brief, slides):
    assert read(brief).slides == slides


def test_what_is_taken_away_is_not_understood():
    brief = "CFO, six slides, worried about doors"
    whole = read(brief)
    for term in whole.terms:
        assert term.key not in {left.key for left in read(brief, ignored=[term.key]).terms}
    assert read(brief, ignored=["slides:6"]).slides == 0


@pytest.mark.parametrize(
    ("moment", "slug"),
    [
        (Moment.FIRST, "notice"),
        (Moment.EXPLORE, "weigh"),
        (Moment.DECIDE, "decide"),
        (Moment.CUSTOMER, "grow"),
    ],
)
def test_a_meeting_lies_at_a_stage(moment, slug):
    assert reading.stage_at(moment, STAGES) == slug


def test_stages_of_other_names_are_counted():
    stages = [(f"s{n}", f"Phase {n}") for n in range(1, 6)]
    found = [reading.stage_at(moment, stages) for moment in Moment]
    assert found == ["s1", "s2", "s3", "s4", "s5"]
    assert reading.stage_at(Moment.FIRST, []) == ""


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_whatever_is_typed_is_read(brief):
    found = read(brief)
    keys = [term.key for term in found.terms]
    assert len(keys) == len(set(keys))
    assert len(found.topics) <= reading.MOST_TOPICS


WORDS = sorted(
    {
        "CFO",
        "first",
        "meeting",
        "worried",
        "about",
        "doors",
        "of",
        "a",
        "the",
        "and",
        "says",
        "who",
    }
    | {"asks", "road", "freight", "six", "slides", "board", "company", "not", ",", ".", ":"}
)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_no_word_of_a_worry_is_invented(spoken):
    brief = " ".join(spoken)
    for topic in read(brief).topics:
        assert set(topic.label.lower().split()) <= {
            w.lower() for w in brief.replace(":", "").split()
        } | {word.strip(",.:").lower() for word in spoken}


def test_every_function_is_one_word_that_reads_as_itself():
    for said in cues.FUNCTIONS.values():
        assert all(word.isalpha() and word == word.lower() for word in said.split())
