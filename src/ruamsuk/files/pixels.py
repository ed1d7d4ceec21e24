"""Photos decoded and written anew: in a confined child of the worker (core.confined), never in a web request."""

import io
import struct
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps

from ruamsuk.core import disk
from ruamsuk.core.confined import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
CELLS = 4  # of colour along the longer side of an area that is covered: what lay there cannot be made out any more
# How the library says "damaged".
VERDICTS = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
PLAIN = {"RGB", "RGBA", "L", "LA", "CMYK"}
Image.MAX_IMAGE_PIXELS = None  # asked below, by our own measure


def prepare(sizes: dict[str, int], max_pixels: int, areas: Sequence[Sequence[int]] = ()) -> tuple[int, int]:
    """Writes the photo on standard input upright to each path, its longer side at most so long, largest first.

    Only pixels are carried over: no EXIF, no location, no colour profile, no text, nothing behind the image. Decoded
    from memory, so that what fails is the content, never the disk that it came from. Returns the size of the first.

    `areas`, in percent (left, top, width, height), are covered before anything is written.
    """
    side = max(sizes.values())
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as image:
            if image.width * image.height > max_pixels:
                raise Refused("photo-too-many-pixels")
            image.draft("RGB", (side, side))  # JPEG: decoded no larger than needed
            upright = _upright(image, side)
    except VERDICTS as error:
        _only_a_verdict(error)
        raise Refused("photo-broken") from None
    for area in areas:
        _cover(upright, area)
    size = None
    for path, longest in sizes.items():
        upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        size = size or upright.size
        _write(upright, Path(path))
    assert size
    return size


def measured(sizes: dict[str, int]) -> tuple[int, int] | None:
    """The size of the first, largest picture, when all open to their last pixel and fit each other; else None."""
    found = [_size_of(Path(path).read_bytes()) for path in sizes]
    large = found[0]
    if large is None:
        return None
    return large if found == [_within(large, longest) for longest in sizes.values()] else None


def _size_of(content: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
            image.load()
            return image.size
    except VERDICTS as error:
        _only_a_verdict(error)
        return None


def _within(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """What `thumbnail` makes of a size."""
    image = Image.new("1", size)
    image.thumbnail((longest, longest))
    return image.size


def _only_a_verdict(error: Exception) -> None:
    """Damaged content is an OSError of the library's; one of the system has a number, a want of memory is named."""
    if getattr(error, "errno", None) is not None:
        raise error
    if "out of memory" in str(error):
        raise MemoryError from error


def _upright(image: Image.Image, side: int) -> Image.Image:
    """Plain RGB, made small before anything else; what was transparent becomes white."""
    if image.mode not in PLAIN:
        image = image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    image = ImageOps.exif_transpose(image)
    if image.mode in {"RGBA", "LA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    return image.convert("RGB")


def _cover(image: Image.Image, area: Sequence[int]) -> None:
    """A few averages of colour, drawn softly, stand where a face was: nothing of it can be reckoned back."""
    left, top, width, height = area
    box = (
        image.width * left // 100,
        image.height * top // 100,
        -(-image.width * (left + width) // 100),
        -(-image.height * (top + height) // 100),
    )
    part = image.crop(box)
    longest = max(part.size)
    cells = (max(1, part.width * CELLS // longest), max(1, part.height * CELLS // longest))
    rough = part.resize(cells, Image.Resampling.BOX)
    image.paste(rough.resize(part.size, Image.Resampling.BICUBIC), box)


def _write(image: Image.Image, to: Path) -> None:
    bare = Image.new("RGB", image.size)  # a new image knows nothing of where it came from
    bare.paste(image)
    with disk.written(to) as out:
        bare.save(out, "JPEG", quality=QUALITY, progressive=True)
