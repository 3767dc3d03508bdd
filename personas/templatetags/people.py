from __future__ import annotations

from django import template

from personas.deals.looks import state_look
from personas.engagement.looks import dwell_words, verb_icon

register = template.Library()
register.filter("verb_icon", verb_icon)
register.filter("dwell", dwell_words)
register.filter("deal_look", state_look)
