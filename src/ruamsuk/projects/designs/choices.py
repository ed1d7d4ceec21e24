"""Closed lists of the design."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicantKind(models.IntegerChoices):
    """หน่วยงาน/องค์กร/กลุ่มคน ที่รับผิดชอบโครงการ, as on today's project page."""

    SERVICE_UNIT = 1, _("Service unit or health facility, such as a health-promoting hospital")
    LOCAL_HEALTH = 2, _("Other health office of the local authority")
    STATE_HEALTH = 3, _("Other health office of the state, such as the district health office")
    OTHER_AGENCY = 4, _("Other agency that is no health agency, such as a school")
    PEOPLE = 5, _("People's group or organisation")
