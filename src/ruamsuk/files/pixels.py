"""Photos decoded and written anew: in a confined child of the worker (core.confined), never in a web request."""

import os
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageOps

from ruamsuk.core.confined import Refused

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
PLAIN = {"RGB", "RGBA", "L", "LA", "CMYK"}
Image.MAX_IMAGE_PIXELS = None  # asked below, by our own measure


def prepare(original: str, sizes: dict[str, int], max_pixels: int) -> tuple[int, int]:
    """Writes a photo upright to each path, its longer side at most so long; returns the size of the first, largest one.

    Only pixels are carried over: no EXIF, no location, no colour profile, no text, nothing behind the image.
    """
    side = max(sizes.values())
    try:
        with Image.open(original, formats=FORMATS) as image:
            if image.width * image.height > max_pixels:
                raise Refused("photo-too-many-pixels")
            image.draft("RGB", (side, side))  # JPEG: decoded no larger than needed
            upright = _upright(image, side)
    except (SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        raise Refused("photo-broken") from None
    except OSError as error:
        if error.errno:  # the storage, not the photo
            raise
        raise Refused("photo-broken") from None
    size = None
    for path, longest in sizes.items():
        upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        size = size or upright.size
        _write(upright, Path(path))
    assert size
    return size


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


def _write(image: Image.Image, to: Path) -> None:
    """On disk when it returns: the original is let go after that."""
    bare = Image.new("RGB", image.size)  # a new image knows nothing of where it came from
    bare.paste(image)
    part = to.with_suffix(".part")
    with part.open("wb") as out:
        bare.save(out, "JPEG", quality=QUALITY, progressive=True)
        out.flush()
        os.fsync(out.fileno())
    part.replace(to)
