"""Documents proven by the worker: that they are from end to end what their beginning says."""

from ruamsuk.core import confined
from ruamsuk.files.choices import Variant
from ruamsuk.files.models import StoredFile
from ruamsuk.files.packages import HEAVY
from ruamsuk.files.places import place, storage
from ruamsuk.files.problems import refusal

LIMITS = confined.ProcessLimits(memory_mb=256, cpu_seconds=30)


def prove(document: StoredFile) -> str:
    """Its media type. Raises a FileRefused for what its content shows, StorageFails for what the disk cannot do now."""
    original = str(place(document.uid, Variant.ORIGINAL))
    try:
        with storage():
            return confined.run("ruamsuk.files.opening:prove", original, document.media_type, limits=LIMITS)
    except confined.Refused as refused:
        raise refusal(refused.code)(name="") from None
    except confined.TooHeavy:
        raise refusal(HEAVY)(name="") from None
