"""Committees of funds: series after series, their members and the positions that the announcement names."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, reach, reach_people
from ruamsuk.accounts.models import User
from ruamsuk.accounts.nouns import Personal
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb
from ruamsuk.committees.verbs import EDIT_COMMITTEE, SEE_APPLICANTS
from ruamsuk.core.models import Record
from ruamsuk.funds.models import Fund
from ruamsuk.issues.models import CatalogueRow


class Position(CatalogueRow):
    """A seat group of the committee as the fund's announcement lists it (ข้อ 12)."""

    code = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    max_people = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: no limit
    sort_no = models.PositiveSmallIntegerField(default=0)

    class Meta(CatalogueRow.Meta):
        ordering = ["sort_no", "code"]

    def __str__(self) -> str:
        return self.name


class CommitteeQuerySet(QuerySet["Committee"]):
    def visible_to(self, user: Reader, can: Verb) -> "CommitteeQuerySet":
        """That a committee exists and how long it serves is public; who sits on it is `Member`."""
        if can == READ:
            return self
        return self.filter(reach(user, can).q(place="fund__place_no", scopes=("fund__scope_id",)))


class Committee(Record):
    """One series (ชุดที่) of a fund's committee."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    series_no = models.PositiveSmallIntegerField()
    term_starts_on = models.DateField()
    term_ends_on = models.DateField(null=True, blank=True)  # when the term is due to end
    ended_on = models.DateField(null=True, blank=True)  # when it did end; empty: the committee of today

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ["-series_no"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "series_no"], name="one_committee_per_fund_and_series"),
            models.UniqueConstraint(
                fields=["fund"], condition=Q(ended_on__isnull=True), name="one_serving_committee_per_fund"
            ),
            models.CheckConstraint(
                condition=Q(term_ends_on__isnull=True) | Q(term_ends_on__gte=F("term_starts_on")),
                name="committee_term_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("term_starts_on")),
                name="committee_ended_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(QuerySet["Member"]):
    def visible_to(self, user: Reader, can: Verb) -> "MemberQuerySet":
        """Names of people: never public.

        Read by those who hold a role in the fund itself, by those who may see applicants there (mentors, the
        central team), and by those who keep the register.
        """
        place, scopes = "committee__fund__place_no", ("committee__fund__scope_id",)
        if can != READ:
            return self.filter(reach_people(user, can).q(place=place, scopes=scopes))
        return self.filter(
            reach(user, READ_DRAFT).q(scopes=scopes)
            | reach(user, SEE_APPLICANTS).q(place=place, scopes=scopes)
            | reach_people(user, EDIT_COMMITTEE).q(place=place, scopes=scopes)
        )

    def serving(self) -> "MemberQuerySet":
        return self.filter(ends_on__isnull=True)


class Member(Record):
    """A person on a committee from a day until a day."""

    personal = Personal(
        _("committees with their members' names"),
        (SEE_APPLICANTS, EDIT_COMMITTEE),
        place="committee__fund__place_no",
        counted="committee",
    )

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="members")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=30, blank=True)  # นาย, นาง, ผู้ใหญ่บ้าน …
    name = models.CharField(max_length=150)
    organization = models.CharField(max_length=200, blank=True)  # where the person comes from, in words
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # when the person left; empty: serving
    end_reason = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["position__sort_no", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"], condition=Q(ends_on__isnull=True), name="one_seat_per_person"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="member_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | ~Q(end_reason=""), name="former_member_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}{self.name}"
