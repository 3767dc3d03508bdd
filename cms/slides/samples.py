"""One slide of each type, as the block picker shows it. Raw block data."""
# ruff: noqa: E501 - sentences stay whole

from __future__ import annotations

from typing import Any

SAMPLES: dict[str, dict[str, Any]] = {
    "title": {
        "title": "Fewer empty miles by spring",
        "lead": "A proposal to fill return loads at six hubs",
        "variant": "split",
    },
    "agenda": {
        "title": "One hour, four points",
        "items": [
            {
                "heading": "What we found",
                "text": "Where the loss happens, site by site",
                "minutes": 15,
            },
            {
                "heading": "How it works",
                "text": "Sensors, one rule a product, one alert",
                "minutes": 15,
            },
            {
                "heading": "What it brings",
                "text": "Pilot results and the case for six sites",
                "minutes": 20,
            },
            {"heading": "Your questions", "text": "And a decision on two sites", "minutes": 10},
        ],
        "when": "Tuesday 24 November, 10:00 to 11:00",
    },
    "call_to_action": {
        "title": "Let us start with two sites in January",
        "steps": [
            {"when": "By 4 December", "text": "You name the two sites."},
            {"when": "14 December", "text": "We walk both with your shift leads."},
            {"when": "11 January", "text": "The first data arrives."},
        ],
        "contact": True,
    },
    "statement": {
        "statement": "<p>Your lorries leave full. They come home carrying air,</p>",
        "emphasis": "41 kilometres in every hundred.",
        "source": "Median empty share of return trips, measured on 8,400 trips from six hubs.",
        "proofs": [],
        "variant": "dark",
    },
    "bullets": {
        "title": "Four habits fill a lorry",
        "items": [
            {
                "heading": "Offer the load, not the lorry",
                "icon": "truck",
                "text": "<p>A load belongs to one bay and one trailer. Late loads move their own "
                "slot.</p>",
            },
            {
                "heading": "Plan the longest way first",
                "icon": "route",
                "text": "<p>The list is sorted by the kilometres each trip would run empty.</p>",
            },
            {
                "heading": "Tell the person at the gate",
                "icon": "speech",
                "text": "<p>One message, one name, one action. Planning sees only what is late.</p>",
            },
            {
                "heading": "Keep the proof with the trip",
                "icon": "shield",
                "text": "<p>The record travels with the delivery note to your customer.</p>",
            },
        ],
        "variant": "numbers",
    },
    "two_columns": {
        "title": "The first eight weeks change the work, not the building",
        "left": {
            "heading": "What we do",
            "text": "<p>We connect 64 lorries a hub in two nights, with no stop to the shift.</p>"
            "<p>Then we run silent for two weeks, so that the rules fit your loads before "
            "the first offer is sent.</p>",
        },
        "right": {
            "heading": "What we need from you",
            "text": "<p>One shift lead per hub, for an hour a week, and one person in planning who "
            "owns the rules of the 40 most frequent routes.</p>",
        },
        "figures": [],
        "variant": "text",
    },
    "quote": {
        "quote": "<p>We stopped arguing about whose lorry it was. The board told us, and the board "
        "was usually right.</p>",
        "name": "Marit Solheim",
        "role": "Head of Transport, a grocery chain",
        "variant": "portrait",
    },
    "picture": {
        "title": "One empty trip spoils the score of forty",
        "alt": "A drawing of hills under a low sun",
        "caption": "Trip 7718, 9 September",
        "text": "<p>A planner books by habit. If the first offer comes after the lorry has left, "
        "the whole route stays empty.</p>",
        "figure": {"value": "37", "unit": "", "label": "trips came back empty last year"},
        "variant": "inset",
    },
    "figures": {
        "title": "What changed at two hubs in twelve weeks",
        "items": [
            {
                "value": "0.7",
                "unit": "%",
                "label": "of trips leave without a return load",
                "before_label": "before",
                "before": 5.9,
                "now": 0.7,
                "signal": True,
            },
            {
                "value": "14",
                "unit": "min",
                "label": "median time from offer to booking",
                "before_label": "before",
                "before": 160.0,
                "now": 14.0,
                "signal": False,
            },
            {
                "value": "3",
                "unit": "",
                "label": "trips cancelled after booking",
                "before_label": "before",
                "before": 18.0,
                "now": 3.0,
                "signal": False,
            },
        ],
        "reason": "",
        "note": "",
    },
    "chart": {
        "title": "Three of seven hubs cause half of the loss",
        "kind": "bar",
        "measure": "Cost of empty kilometres in twelve months",
        "unit": "£k",
        "rows": [
            {"label": "Leeds", "value": 412.0, "series": "", "signal": True},
            {"label": "Bristol", "value": 355.0, "series": "", "signal": True},
            {"label": "Cardiff", "value": 298.0, "series": "", "signal": True},
            {"label": "Norwich", "value": 264.0, "series": "", "signal": False},
            {"label": "Perth", "value": 231.0, "series": "", "signal": False},
            {"label": "Dundee", "value": 212.0, "series": "", "signal": False},
            {"label": "Exeter", "value": 198.0, "series": "", "signal": False},
        ],
        "figures": [{"value": "£1.97m", "unit": "", "label": "lost at all seven hubs"}],
        "source": "Ledgers of the hubs",
    },
    "table": {
        "title": "The saving follows the trips that wait",
        "table": {
            "columns": [
                {"type": "text", "heading": "Hub"},
                {"type": "number", "heading": "Trips a week"},
                {"type": "number", "heading": "Empty, %"},
                {"type": "number", "heading": "Expected saving, £ thousand"},
            ],
            "rows": [
                {"values": ["Leeds", 620.0, 7.4, 280.0]},
                {"values": ["Bristol", 540.0, 6.9, 241.0]},
                {"values": ["Cardiff", 410.0, 6.1, 203.0]},
                {"values": ["Norwich", 380.0, 3.6, 112.0]},
                {"values": ["All hubs", 1950.0, 6.2, 836.0]},
            ],
            "caption": "",
        },
        "total_row": True,
        "note": "",
    },
    "comparison": {
        "title": "Reports explain the loss. Alerts prevent it.",
        "criterion": "Question",
        "columns": [
            {"name": "Today", "own": False},
            {"name": "Monthly report", "own": False},
            {"name": "With us", "own": True},
        ],
        "rows": [
            {
                "criterion": "Empty trip is noticed",
                "cells": ["at month's end", "in four weeks", "within 4 minutes"],
            },
            {
                "criterion": "Somebody acts",
                "cells": ["after the claim", "after the trip", "before the gate"],
            },
            {
                "criterion": "Proof for the customer",
                "cells": ["paper log", "file on request", "signed, each trip"],
            },
        ],
        "note": "",
    },
    "timeline": {
        "title": "Six hubs in 26 weeks, with one point of no return",
        "unit": "week",
        "phases": [
            {
                "name": "Survey",
                "text": "Six hubs, rules agreed",
                "start": 1.0,
                "end": 4.0,
                "signal": False,
            },
            {
                "name": "Pilot",
                "text": "Two hubs go live",
                "start": 4.0,
                "end": 12.0,
                "signal": False,
            },
            {
                "name": "Decide",
                "text": "Checked by your own team",
                "start": 12.0,
                "end": 15.0,
                "signal": True,
            },
            {
                "name": "Roll out",
                "text": "One more hub every twelve days",
                "start": 15.0,
                "end": 26.0,
                "signal": False,
            },
        ],
        "note": "Until week 14 you may stop with 30 days' notice and keep all data.",
    },
    "logos": {
        "title": "Eight networks already trust us with their return loads",
        "logos": [
            {"name": name}
            for name in (
                "Harrow",
                "Brant Valley",
                "Fjordline",
                "Nordic Port",
                "Aldous & Finch",
                "Kisko",
                "Melka",
                "Osterley",
            )
        ],
        "note": "Three of them are ready to take your call.",
    },
}
