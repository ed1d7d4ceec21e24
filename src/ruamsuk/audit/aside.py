"""Whether an answer that is kept (core.kept) is still right: only acts change what answers are made of, and acts that
stand aside do not. So it is enough to ask the trail for others since. Why: docs/adr/0067.
"""

from dataclasses import dataclass

from django.db.models import Count, Max, Q

from ruamsuk.audit.models import Operation
from ruamsuk.audit.trail import ASIDE


@dataclass(frozen=True)
class Mark:
    """Sealed acts up to `seal_no`, and so many later ones that count, are in the answer.

    An act gets its number from the sealer once it is committed. So nothing that was begun earlier, and committed later
    than something with a higher key, slips through.
    """

    seal_no: int
    acts: int


class Acts:
    """A judge for core.kept: no act since then, but for those that stand aside."""

    def mark(self) -> Mark:
        no = Operation.objects.aggregate(no=Max("seal_no"))["no"] or 0
        return Mark(no, self._later(no)["acts"])

    def still(self, mark: Mark) -> Mark | None:
        later = self._later(mark.seal_no)
        if later["acts"] != mark.acts:
            return None
        return Mark(later["no"] or mark.seal_no, later["unsealed"])

    def _later(self, seal_no: int) -> dict[str, int]:
        counts = ~Q(verb__in=ASIDE)
        unsealed = Q(seal_no__isnull=True)
        return Operation.objects.filter(Q(seal_no__gt=seal_no) | unsealed).aggregate(
            no=Max("seal_no"), acts=Count("pk", filter=counts), unsealed=Count("pk", filter=counts & unsealed)
        )
