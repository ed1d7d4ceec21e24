"""Rows of the local authority's own development plan: brought in as a source to start from, no longer offered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.core.calendar import today
from ruamsuk.core.text import plain
from ruamsuk.funds.models import Fund
from ruamsuk.plans.models import DevelopmentRow


@action(_("brought in rows of a development plan"), on="fund")
def bring_development_rows(
    *,
    fund: Fund,
    plan_name: str,
    rows: Sequence[Mapping[str, str]],
    by: User,
    at: datetime = NOW,
) -> list[DevelopmentRow]:
    """`rows`: values by field, as `queries.development` reads them. A project that stands in a plan of that name
    already takes the newer words; the others of the plan stay. Of several of one title, as for several villages, the
    second is known again as the second.
    """
    Fund.objects.select_for_update().only("pk").get(pk=fund.pk)
    there = {row.plain_title: row for row in DevelopmentRow.objects.filter(fund=fund, plan_name=plan_name)}
    kept, seen = [], Counter[str]()
    for values in rows:
        title = plain(values["title"])
        seen[title] += 1
        key = title if seen[title] == 1 else f"{title[:490]}\n{seen[title]}"
        row = there.get(key) or DevelopmentRow(
            fund=fund, plan_name=plan_name, plain_title=key, added_by=by, added_at=at
        )
        for name, text in values.items():
            setattr(row, name, text)
        row.removed_on = None
        row.save()
        there[key] = row
        kept.append(row)
    return kept


@action(_("removed a row of a development plan"), on="row")
def remove_development_row(*, row: DevelopmentRow, by: User, at: datetime = NOW) -> DevelopmentRow:
    """It is no longer offered; proposals that were begun from it keep it."""
    row.removed_on = today()
    row.save(update_fields=["removed_on"])
    return row
