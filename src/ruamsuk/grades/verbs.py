"""What may be done with grades."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

GRADE = Verb("grade", 94, _("Grade plans and proposals by a rubric"), roles=[Role.MENTOR])
COMPARE_GRADES = Verb(
    "compare-grades",
    96,
    _("See who graded, and lay the grades of two mentors beside each other"),
    roles=[Role.CENTRAL, Role.COORDINATOR],
)
