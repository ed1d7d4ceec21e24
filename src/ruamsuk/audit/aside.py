"""Whether an answer that is kept (core.kept) is still right: only acts change what answers are made of, and acts that
stand aside do not. So it is enough to ask the trail for others since. Why: docs/adr/0067.
"""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from ruamsuk.audit.models import Operation
from ruamsuk.audit.queries import last_link, reaches
from ruamsuk.audit.trail import ASIDE, Seal

_UNSEALED = Q(seal_no__isnull=True)


@dataclass(frozen=True)
class Mark:
    """Sealed acts up to `seal`, and so many later ones that count, are in the answer.

    An act gets its number from the sealer once it is committed. So nothing that was begun earlier, and committed later
    than something with a higher key, slips through.
    """

    seal: Seal | None  # None: nothing was sealed yet
    acts: int


class Acts:
    """A judge for core.kept: no act since then, but for those that stand aside."""

    def mark(self) -> Mark:
        link = last_link()
        seal = Seal(link.seal_no, link.seal) if link and link.seal_no else None
        return Mark(seal, self._since(seal).exclude(verb__in=ASIDE).count())

    def still(self, mark: Mark) -> Mark | None:
        if mark.seal and not reaches(mark.seal):  # a backup was restored: it is another trail
            return None
        later = self._later(mark.seal)
        if later["acts"] != mark.acts:
            return None
        if later["no"] is None:
            return mark
        # What is known of the moment of that one statement: an act since then must not be counted as known.
        newest = Operation.objects.filter(seal_no=later["no"]).values_list("seal", flat=True).first()
        return Mark(Seal(later["no"], newest), later["unsealed"]) if newest else None

    def _since(self, seal: Seal | None) -> QuerySet[Operation]:
        return Operation.objects.filter(Q(seal_no__gt=seal.no if seal else 0) | _UNSEALED)

    def _later(self, seal: Seal | None) -> dict[str, int]:
        counts = ~Q(verb__in=ASIDE)
        return self._since(seal).aggregate(
            no=Max("seal_no"),
            acts=Count("pk", filter=counts),
            unsealed=Count("pk", filter=counts & _UNSEALED),
        )
