"""The picture that stands beside a shared link of a place: its name and figures, drawn by the server."""

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from ruamsuk.dashboards.glance import Glance

SIZE = WIDTH, HEIGHT = 1200, 630  # as those who show links ask for
INK, SOFT, PAPER, GROUND = "#1d2b2a", "#56635f", "#ffffff", "#0e3b38"
MARGIN = 72
_THAI = re.compile(r"([฀-๿]+)")  # each font has letters of its own writing alone


def share_picture(title: str, glance: Glance | None) -> bytes:
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 150), fill=GROUND)
    _write(draw, (MARGIN, 45), _("Ruamsuk"), 56, PAPER)
    _write(draw, (MARGIN, 190), title, 64, INK)
    tiles = glance.tiles if glance else []
    for number, tile in enumerate(tiles[:4]):
        left, top = MARGIN + number % 2 * 540, 320 + number // 2 * 150
        _write(draw, (left, top), str(tile["value"]), 56, GROUND)
        _write(draw, (left, top + 72), str(tile["label"]), 30, SOFT, weight=400)
    if not tiles:
        _write(draw, (MARGIN, 340), _("Health of every community, together"), 44, SOFT, weight=400)
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, ink: str, weight: int = 600
) -> None:
    left, top = at
    for run in _THAI.split(text):
        font = _font("thai" if _THAI.match(run) else "latin", weight, size)
        draw.text((left, top + size), run, ink, font, anchor="ls")
        left += round(font.getlength(run))


@cache
def _font(letters: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    found: Any = finders.find(f"vendor/fonts/noto-sans-thai-looped-{letters}-{weight}-normal.woff2")
    return ImageFont.truetype(Path(found), size)
