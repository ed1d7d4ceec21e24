"""QR codes of addresses, for paper and for whoever stands beside the screen."""

from io import BytesIO

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_PIXELS = 24  # of a point of the code in a picture: 20 cm wide at 150 dpi
_ROOM = 4  # points of white around the code, without which phones do not find it


def drawn(text: str, spoken: object) -> SafeString:
    """The code as part of a page; `spoken`: what it is, for those who do not see it."""
    code = _code(text).svg_inline(svgclass=None, lineclass=None, omitsize=True, border=_ROOM, light="#fff")
    return format_html('<div class="qr" role="img" aria-label="{}">{}</div>', spoken, mark_safe(code))


def picture(text: str) -> bytes:
    """The code as a PNG to be put into a letter or on a notice board."""
    buffer = BytesIO()
    _code(text).save(buffer, kind="png", scale=_PIXELS, border=_ROOM)
    return buffer.getvalue()


def _code(text: str) -> segno.QRCode:
    """A seventh of it may be dirty or torn."""
    return segno.make_qr(text, error="m")
