"""Drawn pictures and a small document for the demo's reports: simple shapes, no people, places or works of others."""

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from ruamsuk.demo.words import Chooser
from ruamsuk.files import intake
from ruamsuk.files.choices import FileKind
from ruamsuk.files.intake import Upload

SIZE = (1280, 854)
SKINS = ("#c68e62", "#a8734a", "#d9a878")
SHIRTS = ("#2f7f79", "#e0a33b", "#c4604a", "#4a6fa5", "#7a9a4d", "#8d6ba8", "#d98c8c", "#5b8c8a")
HAIR = ("#2b2320", "#3d2f28", "#8c8580")


def photo(scene: str, number: int, rng: Chooser) -> Upload:
    """`scene`: meeting, workshop (indoors) or field (outdoors)."""
    image = Image.new("RGB", SIZE, "#f4ead8")
    pen = ImageDraw.Draw(image)
    _outdoors(pen, rng) if scene == "field" else _room(pen, rng, with_tables=scene == "workshop")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=84)
    return intake.take(ContentFile(out.getvalue(), name=f"{scene}-{number}.jpg"), FileKind.PHOTO)


def document(name: str, rng: Chooser) -> Upload:
    """A PDF of one drawn page: a heading bar, lines of text as bars, a chart."""
    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((100, 110, 1140, 190), fill="#0f766e")
    for row in range(16):
        top = 260 + row * 44
        pen.rounded_rectangle((100, top, rng.randint(700, 1140), top + 16), 8, fill="#d6d3cd")
    for column in range(5):
        height = rng.randint(120, 420)
        left = 160 + column * 200
        pen.rectangle((left, 1560 - height, left + 110, 1560), fill=SHIRTS[column])
    pen.line((120, 1562, 1140, 1562), fill="#57534e", width=4)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=150)
    return intake.take(ContentFile(out.getvalue(), name=name), FileKind.DOCUMENT)


def _room(pen: Any, rng: Chooser, *, with_tables: bool) -> None:
    pen.rectangle((0, 0, 1280, 560), fill=rng.choice(["#efe3cd", "#e3ebe6", "#ece6da"]))
    pen.rectangle((0, 560, 1280, 854), fill="#c9ab83")
    for window in (60, 1030):
        pen.rounded_rectangle(
            (window, 120, window + 190, 380), 10, fill="#bfdde6", outline="#ffffff", width=10
        )
        pen.line((window + 95, 120, window + 95, 380), fill="#ffffff", width=8)
    pen.rounded_rectangle((380, 70, 900, 390), 12, fill="#ffffff", outline="#8a8177", width=8)
    for bar in range(5):
        height = rng.randint(40, 190)
        pen.rectangle((450 + bar * 84, 350 - height, 500 + bar * 84, 350), fill=SHIRTS[bar])
    pen.rounded_rectangle((430, 96, 760, 116), 8, fill="#0f766e")
    _person(pen, rng, 970, 330, 1.25)
    for row, (top, scale) in enumerate(((500, 1.0), (610, 1.25))):
        for seat in range(6 - row):
            x = 110 + row * 90 + seat * 215 + rng.randint(-14, 14)
            _person(pen, rng, x, top, scale)
            if with_tables:
                pen.rounded_rectangle(
                    (x - 84, top + 150 * scale, x + 84, top + 178 * scale), 8, fill="#8d6544"
                )
                pen.polygon(
                    [(x - 28, top + 148 * scale), (x + 20, top + 140 * scale), (x + 30, top + 150 * scale)],
                    fill="#ffffff",
                )


def _outdoors(pen: Any, rng: Chooser) -> None:
    pen.rectangle((0, 0, 1280, 430), fill="#cfe6ee")
    pen.ellipse((1010, 60, 1130, 180), fill="#f6cf6b")
    for hill, colour in ((-160, "#9dbf8f"), (380, "#8ab27e"), (820, "#a5c796")):
        pen.ellipse((hill, 300, hill + 760, 640), fill=colour)
    pen.rectangle((0, 430, 1280, 854), fill="#7fa764")
    pen.polygon([(520, 854), (760, 854), (660, 430), (630, 430)], fill="#d8c39a")
    pen.rectangle((120, 300, 400, 470), fill="#e9d8b8")
    pen.polygon([(90, 300), (430, 300), (350, 210), (170, 210)], fill="#b0563f")
    pen.rectangle((230, 370, 300, 470), fill="#7d5a3c")
    for bed in range(4):
        top = 540 + bed * 70
        pen.rounded_rectangle((820, top, 1220, top + 40), 16, fill="#6b4a2f")
        for plant in range(9):
            x = 845 + plant * 43
            pen.ellipse(
                (x - 14, top - 16, x + 14, top + 14), fill=rng.choice(["#4f8a3c", "#5e9c48", "#3f7a35"])
            )
    for seat in range(5):
        _person(pen, rng, 140 + seat * 140 + rng.randint(-16, 16), 500 + (seat % 2) * 60, 1.15)


def _person(pen: Any, rng: Chooser, x: float, top: float, scale: float) -> None:
    skin, shirt = rng.choice(SKINS), rng.choice(SHIRTS)
    head = 34 * scale
    if rng.random() < 0.3:  # a headscarf
        pen.ellipse((x - head * 1.25, top - 8, x + head * 1.25, top + head * 2.6), fill=rng.choice(SHIRTS))
    else:
        pen.ellipse(
            (x - head * 1.08, top - 12 * scale, x + head * 1.08, top + head * 1.7), fill=rng.choice(HAIR)
        )
    pen.rounded_rectangle(
        (x - 58 * scale, top + 66 * scale, x + 58 * scale, top + 210 * scale), 34 * scale, fill=shirt
    )
    pen.ellipse((x - head * 0.86, top + 2, x + head * 0.86, top + head * 1.95), fill=skin)
