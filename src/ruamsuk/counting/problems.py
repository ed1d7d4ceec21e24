"""What can be wrong with a question of figures."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class UnitsOfToday(Problem):
    code = "units-of-today"
    status = 422
    title = _("Who has some of a figure, and who has none, is told of today only.")
    remedy = _("Ask without a day.")


class PartsOfToday(Problem):
    code = "parts-of-today"
    status = 422
    title = _("What a figure consists of is told of today only.")
    remedy = _("Ask without a day.")


class IndicatorsOfToday(Problem):
    code = "indicators-of-today"
    status = 422
    title = _("What indicators stand at together is told of today only.")
    remedy = _("Ask without a day.")
