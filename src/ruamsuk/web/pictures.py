"""The picture that stands beside a shared link, drawn in a child of its own (core.confined): no Django here."""

import base64
import io
import re
from collections.abc import Mapping, Sequence
from functools import partial

from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630  # as those who show links ask for
INK, SOFT, PAPER, GROUND = "#1d2b2a", "#56635f", "#ffffff", "#0e3b38"
MARGIN = 72
_THAI = re.compile("([\u0e00-\u0e7f]+)")  # each font has letters of its own writing alone


def drawn(
    name: str, title: str, lines: Sequence[tuple[str, str]], note: str, fonts: Mapping[str, str]
) -> str:
    """The PNG in Base64. `lines`: figures with their labels, at most four; `note`: in their place where there are none.
    `fonts`: the files by writing and weight.
    """
    image = Image.new("RGB", SIZE, PAPER)
    write = partial(_write, ImageDraw.Draw(image), fonts)
    image.paste(GROUND, (0, 0, WIDTH, 150))
    write((MARGIN, 45), name, 56, PAPER)
    write((MARGIN, 190), title, 64, INK)
    for number, (value, label) in enumerate(lines[:4]):
        left, top = MARGIN + number % 2 * 540, 320 + number // 2 * 150
        write((left, top), value, 56, GROUND)
        write((left, top + 72), label, 30, SOFT, "400")
    if not lines:
        write((MARGIN, 340), note, 44, SOFT, "400")
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode()


def _write(
    draw: ImageDraw.ImageDraw,
    fonts: Mapping[str, str],
    at: tuple[int, int],
    text: str,
    size: int,
    ink: str,
    weight: str = "600",
) -> None:
    left, top = at
    for run in _THAI.split(text):
        font = ImageFont.truetype(fonts[f"{'thai' if _THAI.match(run) else 'latin'}-{weight}"], size)
        draw.text((left, top + size), run, ink, font, anchor="ls")
        left += round(font.getlength(run))
