"""Photos re-encoded: upright, without any metadata, in the sizes that pages show."""

from pathlib import Path
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError

from ruamsuk.files.choices import PHOTO_SIZES, Variant
from ruamsuk.files.contents import PHOTO_FORMATS
from ruamsuk.files.places import place
from ruamsuk.files.problems import BrokenPhoto, TooManyPixels

QUALITY = 82


def prepare(uid: UUID) -> tuple[int, int]:
    """Writes every size of a photo from its original; returns width and height of the large one.

    Only pixels are carried over: no EXIF, no location, no colour profile, no text, nothing behind the image.
    Raises BrokenPhoto or TooManyPixels.
    """
    try:
        with Image.open(place(uid, Variant.ORIGINAL), formats=PHOTO_FORMATS) as image:
            longest = PHOTO_SIZES[Variant.STANDARD]
            image.draft("RGB", (longest, longest))  # JPEG: decoded no larger than needed
            upright = _flat(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels(name="") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise BrokenPhoto(name="") from None
    for variant, side in PHOTO_SIZES.items():  # from large to small
        upright.thumbnail((side, side), Image.Resampling.LANCZOS)
        if variant == Variant.STANDARD:
            size = upright.size
        _write(upright, place(uid, variant))
    return size


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
    part = to.with_suffix(".part")
    bare.save(part, "JPEG", quality=QUALITY, progressive=True)
    part.replace(to)
