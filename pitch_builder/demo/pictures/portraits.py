"""Flat portraits of the people in the demo, put together from parts."""

from __future__ import annotations

from pitch_builder.demo.pictures import palette as c
from pitch_builder.demo.pictures.canvas import Canvas
from pitch_builder.demo.pictures.cast import PEOPLE
from pitch_builder.demo.pictures.clothes import clothe, ground
from pitch_builder.demo.pictures.faces import features, glasses, head
from pitch_builder.demo.pictures.hair import BACK, FRONT
from pitch_builder.demo.pictures.persons import HEIGHT, MIDDLE, WIDTH, Person
from pitch_builder.demo.pictures.registry import drawing


def portrait(person: Person) -> Canvas:
    """The picture of a person, 900 by 1200, the face in its upper middle."""
    canvas = Canvas(person.ground, WIDTH, HEIGHT)
    ground(canvas, person)
    canvas.add('<g transform="translate(450,570) scale(1.16) translate(-450,-530)">')
    BACK.get(person.style, lambda *_: None)(canvas, person.hair, person.face)
    canvas.add('<g transform="translate(0,-44)">')
    clothe(canvas, person)
    canvas.add("</g>")
    head(canvas, person)
    features(canvas, person)
    FRONT.get(person.style, lambda *_: None)(canvas, person.hair, person.face)
    if person.glasses:
        glasses(canvas, person)
    if person.earring:
        for side in (-1, 1):
            canvas.circle(MIDDLE + side * (person.face + 8), 546, 13, c.GLOW)
    return canvas.add("</g>")


def _register(person: Person) -> None:
    title = person.name.replace("-", " ").title()
    drawing(f"portrait-{person.name}", f"Portrait of {title}")(lambda: portrait(person))


for _person in PEOPLE:
    _register(_person)
