"""Photos re-encoded: upright, without any metadata, in the sizes that pages show."""

from uuid import UUID

from ruamsuk.core import confined
from ruamsuk.files.choices import PHOTO_SIZES, Variant
from ruamsuk.files.contents import MAX_PIXELS
from ruamsuk.files.places import place
from ruamsuk.files.problems import refusal

# The largest photo that may be taken in needs 600 MB, and 1.2 GB as WebP, whose reader holds several copies.
LIMITS = confined.Limits(memory_mb=1400, cpu_seconds=60)


def prepare(uid: UUID) -> tuple[int, int]:
    """Writes every size of a photo from its original; returns width and height of the large one.

    Raises a FileRefused for what its content shows, an OSError when the storage fails.
    """
    original = str(place(uid, Variant.ORIGINAL))
    sizes = {str(place(uid, variant)): side for variant, side in PHOTO_SIZES.items()}  # from large to small
    try:
        width, height = confined.run(
            "ruamsuk.files.pixels:prepare", original, sizes, MAX_PIXELS, limits=LIMITS
        )
    except confined.Refused as refused:
        raise refusal(refused.code)(name="") from None
    except confined.TooHeavy:
        raise refusal("photo-too-many-pixels")(name="") from None
    return width, height
