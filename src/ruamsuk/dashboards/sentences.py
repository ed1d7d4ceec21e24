"""The counting page in a few sentences, for who has two minutes."""

from django.utils.translation import gettext as _

from ruamsuk.core.money import baht_text
from ruamsuk.dashboards.queries.counts import Counts


def sentences(counts: Counts) -> list[str]:
    totals = {name: f"{value:,}" for name, value in counts.totals.items()}
    for name in ("budget", "spent", "unreported"):
        totals[name] = baht_text(counts.totals[f"{name}_satang"], decimals=False)
    question = counts.question
    totals |= {
        "place": question.name if question.fund or question.area_set else question.area.label,
        "year": str(question.fiscal_year),
    }
    found = []
    if not question.fund:
        found.append(
            _(
                "Funds of %(place)s in fiscal year %(year)s: %(funds)s, of which %(funds_learning_centre)s are "
                "learning centres and %(funds_expansion)s expansion funds."
            )
            % totals
        )
    found.append(
        _(
            "Projects of fiscal year %(year)s: %(planned)s planned, %(developed)s developed as proposals, "
            "%(approved)s approved with %(budget)s baht."
        )
        % totals
    )
    running = (
        _("Of these, %(running)s are running today, %(finished)s are finished and %(stopped)s were stopped.")
        % totals
    )
    if most := _most(counts):
        running += " " + _("Most approved projects are about %(issues)s.") % {"issues": most}
    found.append(running)
    if counts.totals["budget_satang"]:
        found.append(
            _(
                "Money: sent reports say that %(spent)s of %(budget)s baht were spent; of running projects, "
                "%(unreported)s baht are not reported as spent."
            )
            % totals
        )
    if counts.totals["reports_due"]:
        reports = _(
            "Activity reports: %(reports_due)s due, %(reports_sent)s sent, %(reports_accepted)s accepted, "
            "%(reports_late)s late, %(reports_waived)s waived."
        )
    else:  # no project runs any more: what was owed is over
        reports = _("Activity reports: %(reports_sent)s sent, %(reports_accepted)s accepted.")
    found.append(reports % totals)
    return found


def _most(counts: Counts) -> str:
    """The three issues with the most approved projects."""
    numbers = [(counts.whole.of(entry.pk)["approved"], entry.name) for entry in counts.entries]
    top = sorted((pair for pair in numbers if pair[0]), key=lambda pair: -pair[0])[:3]
    return ", ".join(f"{name} ({number:,})" for number, name in top)
