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
    ),
)
