"""Photos re-encoded: upright, without any metadata, in the sizes that pages show."""

import io
from pathlib import Path
from uuid import UUID

from PIL import Image, ImageOps

from ruamsuk.core import disk
from ruamsuk.files import places
from ruamsuk.files.choices import PHOTO_SIZES, Variant
from ruamsuk.files.contents import PHOTO_FORMATS
from ruamsuk.files.problems import BrokenPhoto, TooManyPixels

QUALITY = 82

Size = tuple[int, int]  # width and height


def prepare(uid: UUID, content: bytes) -> Size:
    """Writes every size of a photo, lasting; returns width and height of the large one. `measured` proves them.

    Only pixels are carried over: no EXIF, no location, no colour profile, no text, nothing behind the image.
    Raises BrokenPhoto or TooManyPixels, which are proven by the content, or what keeps it from being done now.
    """
    upright = _pixels(content)
    for variant, side in PHOTO_SIZES.items():  # from large to small
        upright.thumbnail((side, side), Image.Resampling.LANCZOS)
        if variant == Variant.STANDARD:
            size = upright.size
        _write(upright, places.place(uid, variant))
    return size


def measured(uid: UUID) -> Size | None:
    """Width and height of the large size, when every size is on disk and opens to its last pixel; else None."""
    sizes = [_size_of(uid, variant) for variant in PHOTO_SIZES]
    if None in sizes:
        return None
    large, small = sizes
    return large if large and small == _within(large, PHOTO_SIZES[Variant.THUMBNAIL]) else None


def _size_of(uid: UUID, variant: Variant) -> Size | None:
    content = places.content(uid, variant)
    if content is None:
        return None
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
            image.load()
            return image.size
    except (OSError, ValueError, SyntaxError) as error:
        _only_a_verdict(error)
        return None


def _within(size: Size, side: int) -> Size:
    """What `thumbnail` makes of a size."""
    image = Image.new("1", size)
    image.thumbnail((side, side))
    return image.size


def _pixels(content: bytes) -> Image.Image:
    """The photo, decoded from memory: what fails here is the content, never the disk that it came from."""
    try:
        with Image.open(io.BytesIO(content), formats=PHOTO_FORMATS) as image:
            longest = PHOTO_SIZES[Variant.STANDARD]
            image.draft("RGB", (longest, longest))  # JPEG: decoded no larger than needed
            return _flat(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels(name="") from None
    except (OSError, ValueError, SyntaxError) as error:
        _only_a_verdict(error)
        raise BrokenPhoto(name="") from None


def _only_a_verdict(error: Exception) -> None:
    """Damaged content is an OSError of Pillow's; one of the system has a number, and a want of memory is named."""
    if getattr(error, "errno", None) is not None:
        raise error
    if "out of memory" in str(error):
        raise MemoryError from error


def _flat(image: Image.Image) -> Image.Image:
    """Plain RGB; what was transparent becomes white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    return image.convert("RGB")


def _write(image: Image.Image, to: Path) -> None:
    bare = Image.new("RGB", image.size)  # a new image knows nothing of where it came from
    bare.paste(image)
    with places.storage(), disk.written(to) as out:
        bare.save(out, "JPEG", quality=QUALITY, progressive=True)
