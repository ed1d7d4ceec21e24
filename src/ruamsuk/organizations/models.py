"""Organisations: local authorities, health services, schools, groups; whom a project or fund belongs to."""

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, areas_served, reach
from ruamsuk.accounts.models import Scope
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.core.calendar import is_thai
from ruamsuk.core.models import Changing, Record
from ruamsuk.core.searching import FoldField, PiecesIndex, Searched, WordsIndex
from ruamsuk.organizations.choices import LaSize, OrganizationKind


class OrganizationQuerySet(QuerySet["Organization"]):
    def visible_to(self, user: Reader, can: Verb) -> "OrganizationQuerySet":
        """Everybody may read organisations, also without signing in: they are offices, not people."""
        if can == READ:
            return self
        inside = reach(user, can).q(place="place_no", scopes=("scope_id",))
        return self.filter(inside | Q(home_area__in=areas_served(user, can)))

    def open(self) -> "OrganizationQuerySet":
        return self.filter(closed_on__isnull=True)

    def closed(self) -> "OrganizationQuerySet":
        return self.filter(closed_on__isnull=False)

    def in_area(self, area: Area) -> "OrganizationQuerySet":
        """Whose seat lies in the area, or which serve a place in it."""
        serving = Area.objects.filter(area.places.q()).values("pk")
        return self.filter(
            area.places.q()
            | Q(
                pk__in=Organization.serves.through.objects.filter(area_id__in=serving).values(
                    "organization_id"
                )
            )
        )


class Organization(Searched, Record, Changing):
    counted_as = _("Organisations")

    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    folded = FoldField(of=["name", "name_en"])
    kind = models.CharField(max_length=16, choices=OrganizationKind.choices)
    la_size = models.PositiveSmallIntegerField(choices=LaSize.choices, null=True, blank=True)
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = PlaceField()  # of the home area; see areas.models.PlaceField
    serves = models.ManyToManyField(Area, related_name="+", blank=True)  # all sub-districts it serves
    scope = models.OneToOneField(Scope, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, blank=True)  # of the office, never of a person
    email = models.EmailField(blank=True)  # of the office
    # Code of the Ministry of Interior (local authorities).
    moi_code = models.CharField(max_length=10, blank=True)
    hospcode = models.CharField(max_length=10, blank=True)  # code of the Ministry of Public Health
    sort_key = models.CharField(max_length=260)  # Thai order; core.text.thai_sort_key
    closed_on = models.DateField(null=True, blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "home_area"],
                condition=Q(closed_on__isnull=True),
                name="one_open_organization_per_name_and_area",
            ),
            models.UniqueConstraint(
                fields=["moi_code"], condition=~Q(moi_code=""), name="one_organization_per_moi_code"
            ),
            models.UniqueConstraint(
                fields=["hospcode"], condition=~Q(hospcode=""), name="one_organization_per_hospcode"
            ),
            models.CheckConstraint(
                condition=Q(la_size__isnull=True) | Q(kind=OrganizationKind.LOCAL_AUTHORITY),
                name="only_local_authorities_have_a_size",
            ),
        ]
        indexes = [
            models.Index(fields=["place_no"]),
            models.Index(fields=["sort_key", "id"]),
            models.Index(fields=["kind", "sort_key", "id"]),
            models.Index(fields=["updated_at", "id"]),
            WordsIndex(name="words_of_organizations"),
            PiecesIndex(name="pieces_of_organizations"),
        ]

    def __str__(self) -> str:
        return self.name if is_thai() or not self.name_en else self.name_en
