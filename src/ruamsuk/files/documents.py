"""Documents proven by the worker: that they are from end to end what their beginning says."""

from uuid import UUID

from ruamsuk.core import confined
from ruamsuk.files.choices import Variant
from ruamsuk.files.packages import HEAVY
from ruamsuk.files.places import place
from ruamsuk.files.problems import refusal

LIMITS = confined.Limits(memory_mb=256, cpu_seconds=30)


def prove(uid: UUID, media_type: str) -> str:
    """The media type of a document. Raises a FileRefused for what its content shows, an OSError of the storage."""
    original = str(place(uid, Variant.ORIGINAL))
    try:
        return confined.run("ruamsuk.files.opening:prove", original, media_type, limits=LIMITS)
    except confined.Refused as refused:
        raise refusal(refused.code)(name="") from None
    except confined.TooHeavy:
        raise refusal(HEAVY)(name="") from None
