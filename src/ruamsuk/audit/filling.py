"""For migrations alone, and so as it is: when a record was last changed, as far as the trail tells."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

PIECE = 10_000


def last_changed(app: str, *models: str) -> Callable[[object, object], None]:
    """Fills `updated_at` of records that the trail knows; the others keep the moment of the migration."""

    def fill(apps: Any, _schema_editor: Any) -> None:
        trail = apps.get_model("audit", "Operation").objects
        for name in models:
            model = apps.get_model(app, name)
            told = trail.filter(subject_kind=model._meta.label_lower, subject_id=OuterRef("pk"))
            moment = Subquery(told.order_by("-recorded_at").values("recorded_at")[:1])
            last = model.objects.aggregate(last=Max("pk"))["last"] or 0
            for start in range(0, last, PIECE):
                rows = model.objects.filter(pk__gt=start, pk__lte=start + PIECE)
                rows.update(updated_at=Coalesce(moment, F("updated_at")))

    return fill
