"""What plans count (see counting)."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.counting.figures import Figure

FIGURES = (
    Figure(
        "plans",
        _("Yearly plans agreed"),
        _("Plans"),
        _("Yearly plans that their fund has agreed on, one for each issue."),
        "plans:agreed",
        is_part=True,
    ),
    Figure(
        "planned",
        _("Projects planned"),
        _("Planned"),
        _("Projects that agreed yearly plans say should be done."),
        "plans:planned-projects",
        is_basis=True,
        is_crossed=True,
        brief=_("in agreed yearly plans"),
    ),
    Figure(
        "plans_checked",
        _("Plans checked"),
        _("Checked"),
        _("Agreed yearly plans, one for each issue, that were checked and found in order."),
        "plans:checks",
        {"state": "checked"},
        in_list=_("checked"),
        is_part=True,
        is_public=False,
    ),
)
