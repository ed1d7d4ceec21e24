from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganizationKind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", _("local authority")
    SERVICE_UNIT = "service_unit", _("health service unit")
    HEALTH_OFFICE = "health_office", _("health office")
    SCHOOL = "school", _("school")
    COMMUNITY = "community", _("community group")
    MENTORS = "mentors", _("team of mentors")
    UNIVERSITY = "university", _("university")
    FOUNDATION = "foundation", _("foundation or association")
    GOVERNMENT = "government", _("other government agency")
    OTHER = "other", _("other organisation")


class LaSize(models.IntegerChoices):
    """Size of a local authority, in the order of the fund form."""

    SAO_SMALL = 1, _("Small sub-district administration")
    SAO_MEDIUM = 2, _("Medium sub-district administration")
    SAO_LARGE = 3, _("Large sub-district administration")
    SUBDISTRICT_MUNICIPALITY = 4, _("Sub-district municipality")
    TOWN_MUNICIPALITY = 5, _("Town municipality")
    CITY_MUNICIPALITY = 6, _("City municipality")
