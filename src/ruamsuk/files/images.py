"""Photos re-encoded: upright, without any metadata, in the sizes that pages show. A confined child opens them."""

from collections.abc import Sequence
from uuid import UUID

from ruamsuk.core import confined
from ruamsuk.files import places
from ruamsuk.files.choices import PHOTO_SIZES
from ruamsuk.files.contents import MAX_PIXELS
from ruamsuk.files.problems import refusal

# The largest photo that may be taken in needs 600 MB, and 1.2 GB as WebP, whose reader holds several copies.
LIMITS = confined.ProcessLimits(memory_mb=1400, cpu_seconds=60)

Size = tuple[int, int]  # width and height


def prepare(uid: UUID, content: bytes, areas: Sequence[Sequence[int]] = ()) -> Size:
    """Writes every size of a photo, lasting; returns width and height of the large one. `measured` proves them.
    `areas` of it are covered (see pixels).

    Raises a FileRefused for what its content shows, StorageFails for what keeps it from being done now.
    """
    try:
        with places.storage():
            width, height = confined.run(
                "ruamsuk.files.pixels:prepare",
                _paths(uid),
                MAX_PIXELS,
                list(areas),
                limits=LIMITS,
                content=content,
            )
    except confined.Refused as refused:
        raise refusal(refused.code)(name="") from None
    except confined.TooHeavy:
        raise refusal("photo-too-many-pixels")(name="") from None
    return width, height


def measured(uid: UUID) -> Size | None:
    """Width and height of the large size, when every size is on disk and opens to its last pixel; else None."""
    with places.storage():
        if not places.are_there(uid, PHOTO_SIZES):
            return None
        size = confined.run("ruamsuk.files.pixels:measured", _paths(uid), limits=LIMITS)
    return tuple(size) if size else None


def _paths(uid: UUID) -> dict[str, int]:
    """Where the sizes lie, from large to small, and their longest side."""
    return {str(places.place(uid, variant)): side for variant, side in PHOTO_SIZES.items()}
