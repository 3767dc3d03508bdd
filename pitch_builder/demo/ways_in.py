"""Where the demo's prospects come in, for whoever shows the demo."""

from __future__ import annotations

from pitch_builder.demo.content import DemoContent
from pitch_builder.rooms.models import RoomLink
from pitch_builder.rooms.passcodes import fits


def prospect_ways(content: DemoContent) -> list[tuple[str, str]]:
    """Return a label and the path of a room that is open, and of one that asks for a passcode.

    The passcode stands in the label as the content has it, as long as it is still the one.
    """
    usable = RoomLink.objects.usable().select_related("prospect")
    ways = []
    link = usable.filter(passcode="").order_by("-expires_at").first()
    if link is not None:
        ways.append(("A prospect's room", link.path))
    people = {person.slug: person.email.lower() for person in content.prospects}
    codes = {
        people[sent.prospect]: sent.passcode
        for room in content.rooms
        for sent in room.links
        if sent.passcode
    }
    for link in usable.exclude(passcode=""):
        code = codes.get(link.prospect.email.lower() if link.prospect else "", "")
        if code and fits(link, code):
            ways.append((f"With passcode {code}", link.path))
    return ways
