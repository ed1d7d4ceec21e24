"""Activity reports (บันทึกกิจกรรม): what was planned, what was done, what came of it, and the way up the ladder."""

from __future__ import annotations

from functools import partial, reduce
from itertools import chain
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, reach_people
from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.accounts.models import Grant, User
from ruamsuk.accounts.nouns import Personal
from ruamsuk.accounts.verbs import READ, READ_DRAFT, Verb
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.areas.ranges import Places
from ruamsuk.audit.aside import Acts
from ruamsuk.comments.models import Thread
from ruamsuk.core.calendar import today
from ruamsuk.core.kept import kept
from ruamsuk.core.models import Record
from ruamsuk.core.searching import FoldField, PiecesIndex, Searched, WordsIndex
from ruamsuk.drafts.models import Document
from ruamsuk.files.models import PhotoRights, StoredFile, shown, undecided
from ruamsuk.funds.models import Fund
from ruamsuk.issues.choices import Combining
from ruamsuk.issues.models import ExpenseGroup, TargetGroup
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.designs.models import Activity, Indicator, Objective
from ruamsuk.projects.own_steps.models import OwnStep
from ruamsuk.projects.projects.models import SCOPES, Project, reached
from ruamsuk.projects.reports.choices import LADDER, REPORT_TONE, SENT_STATES, Quality, ReportState, Rung

MOST_NAMED = 1000  # scopes that a query names one by one; more are asked for by a query inside it


def _unheld(*roles: Role) -> Q:
    """Nobody today holds one of these posts for the report's project.

    Asked once for all places, not for each report: a country has hundreds of thousands of them, but few places
    without such a post. And asked again only when something has changed.
    """
    return kept(("unheld", roles, today()), lambda: _held_by_nobody(roles), Acts())


def _held_by_nobody(roles: tuple[Role, ...]) -> Q:
    scopes = (
        _held(*roles).exclude(post__scope__kind=ScopeKind.AREA).order_by().values("post__scope_id").distinct()
    )
    named: Any = [row["post__scope_id"] for row in scopes[: MOST_NAMED + 1]]
    unheld = Q()
    if named:
        for path in chain.from_iterable(SCOPES.values()):
            unheld &= ~Q(**{f"project__{path}__in": named if len(named) <= MOST_NAMED else scopes})
    held = _places_held(roles)
    if held.ranges:
        unheld &= Q(place_no__in=_outside(held))
    return unheld


def _held(*roles: Role) -> QuerySet[Grant]:
    return Grant.objects.running().filter(post__role__in=roles, user__is_active=True)


def _places_held(roles: tuple[Role, ...]) -> Places:
    """Those of the areas in which somebody holds one of these posts."""
    areas = _held(*roles).filter(post__scope__kind=ScopeKind.AREA).values("post__scope__area")
    return Places.of(stand for area in Area.objects.filter(pk__in=areas) for stand in area.stands)


def passed_over(project: Project) -> set[ReportState]:
    """The steps that nobody holds for a project, over which the next one is taken: `_unheld`, asked of one project,
    without all the places of the country.
    """
    rungs = [rung for rung in LADDER if rung.skippable]
    owners = (project, project.parent, project.fund, project.organization)
    near = _held(*chain.from_iterable(rung.roles for rung in rungs)).exclude(post__scope__kind=ScopeKind.AREA)
    near = near.filter(post__scope__in=[owner.scope_id for owner in owners if owner])
    held = set(near.order_by().values_list("post__role", flat=True).distinct())
    return {
        rung.state
        for rung in rungs
        if not held.intersection(rung.roles)
        and not kept(("places held", rung.roles, today()), partial(_places_held, rung.roles), Acts()).covers(
            project.place_no
        )
    }


def ready_for(rung: Rung) -> list[Q]:
    """One filter for each state from which a report may come to `rung`: the state below, and those further down over
    steps that nobody holds.
    """
    found, passed = [], Q()
    for below in range(list(LADDER).index(rung), -1, -1):
        state = LADDER[below - 1].state if below else ReportState.SENT
        found.append(Q(state=state) & passed)
        if below:
            between = LADDER[below - 1]
            passed &= _unheld(*between.roles) if between.skippable else Q(pk__in=[])
    return found


def _outside(held: Places) -> list[int]:
    """Places of areas that lie in none of these."""
    places = set(Area.objects.values_list("place_no", flat=True))
    return [place for place in sorted(places) if not held.covers(place)]


class ReportQuerySet(QuerySet["ActivityReport"]):
    def visible_to(self, user: Reader, can: Verb = READ, among: Q | None = None) -> ReportQuerySet:
        """Everyone, signed in or not, reads a report that was sent; a draft is read inside its scope only.

        Who wrote and checked it is shown only to those who may read drafts. `among` says of which projects they are,
        so that those of all the reader's funds are not looked through.
        """
        rows = self.filter(project__in=Project.objects.filter(among)) if among else self
        inside = reached(user, READ_DRAFT if can == READ else can, "project__", among)
        return rows.filter(Q(state__in=SENT_STATES) | inside if can == READ else inside)

    def naming_people_to(self, user: Reader) -> ReportQuerySet:
        """Those of which this person is told who wrote and checked them."""
        return self.filter(reached(user, READ_DRAFT, "project__", reach=reach_people))

    def sent(self) -> ReportQuerySet:
        return self.filter(state__in=SENT_STATES)

    def returned(self) -> ReportQuerySet:
        return self.filter(state=ReportState.STARTED).exclude(state_note="")

    def can_step(self, user: Reader, rung: Rung) -> ReportQuerySet:
        """Reports that this person may now bring to `rung`: they hold its verb, and every step between is held by
        nobody (see choices.Rung).
        """
        return self.filter(reached(user, rung.can, "project__"), reduce(or_, ready_for(rung)))


class ActivityReport(Searched, Record, Document):
    counted_as = _("Reports")
    personal = Personal(
        _("reports with the names of who wrote and checked them"), (READ_DRAFT,), place="place_no"
    )

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    # Empty: about something that was not in the plan.
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    title = models.CharField(max_length=500, blank=True)
    folded = FoldField(of=["title"])
    held_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    own_objectives = models.TextField(blank=True)  # วัตถุประสงค์ของกิจกรรม
    objectives = models.ManyToManyField(Objective, related_name="+")  # of the project, by number
    indicators = models.ManyToManyField(Indicator, related_name="+")
    planned = models.TextField(blank=True)
    done = models.TextField(blank=True)  # กิจกรรมที่ปฎิบัติ
    output = models.TextField(blank=True)  # ผลผลิต
    outcome = models.TextField(blank=True)  # ผลลัพธ์
    summary = models.TextField(blank=True)  # ผลสรุปที่สำคัญของกิจกรรม
    quality = models.PositiveSmallIntegerField(choices=Quality.choices, null=True, blank=True)
    problems = models.TextField(blank=True)
    remedies = models.TextField(blank=True)
    support_wanted = models.TextField(blank=True)  # ความต้องการสนับสนุนจากพี่เลี้ยง
    suggestion_to_funder = models.TextField(blank=True)
    advice = models.TextField(blank=True)  # คำแนะนำจากเจ้าหน้าที่ติดตามในพื้นที่, written by the mentor
    # The report is an organisation's account; the person stays in the trail.
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reported_for = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=15, choices=ReportState.choices, default=ReportState.STARTED)
    state_note = models.TextField(blank=True)  # why it was returned; emptied when it is sent again
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    fiscal_year = models.PositiveSmallIntegerField()
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = PlaceField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    people = models.PositiveIntegerField(default=0)  # sum of the participants, kept by the actions
    spent_satang = models.BigIntegerField(default=0)  # sum of the spending, kept by the actions
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project", "-held_on", "-id"]),
            models.Index(fields=["project", "state"]),
            models.Index(fields=["fiscal_year", "place_no", "state"]),
            models.Index(fields=["fiscal_year", "-id"]),
            models.Index(fields=["state", "place_no"]),
            models.Index(fields=["state", "sent_at", "id"]),  # what waits longest, over a whole country
            models.Index(fields=["due_on"]),
            models.Index(fields=["activity"]),
            models.Index(fields=["updated_at", "id"]),
            WordsIndex(name="words_of_reports"),
            PiecesIndex(name="pieces_of_reports"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("held_on")),
                name="report_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.STARTED) | Q(sent_at__isnull=False),
                name="sent_report_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.ACCEPTED, accepted_at__isnull=False)
                | (~Q(state=ReportState.ACCEPTED) & Q(accepted_at__isnull=True)),
                name="accepted_report_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(quality__isnull=True) | Q(quality__lte=4), name="report_quality_0_to_4"
            ),
            models.CheckConstraint(condition=Q(spent_satang__gte=0), name="report_spending_not_negative"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def fund(self) -> Fund | None:
        return self.project.fund

    @property
    def reporter(self) -> str:
        return self.organization.name if self.organization else self.reported_for

    @property
    def is_writable(self) -> bool:
        return self.state == ReportState.STARTED

    @property
    def was_returned(self) -> bool:
        return self.is_writable and bool(self.state_note)

    @property
    def tone(self) -> str:
        return "warn" if self.was_returned else REPORT_TONE[ReportState(self.state)]


class PartQuerySet(QuerySet):
    def present(self) -> Self:
        """Without those that were taken off and can still be brought back."""
        return self.filter(removed_at__isnull=True)


class PhotoQuerySet(PartQuerySet):
    def shown_to(self, user: Reader) -> PhotoQuerySet:
        """For lists over several reports: strangers see what was released, who has an account the others, too."""
        rows = self.present().select_related("file__rights", "report")
        return rows.filter(shown("file__", signed_in=user.is_authenticated))

    def undecided(self) -> PhotoQuerySet:
        """Of sent reports, those that nobody has looked at yet."""
        return self.present().filter(undecided("file__"), report__state__in=SENT_STATES)


class Waiver(Record):
    """Why no report of an activity comes, said by who gives the money: the report stays due, and is late no more."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="waiver")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class ParticipantLine(Record):
    """ผู้เข้าร่วมกิจกรรม: men and women, or only all together when that is not known; and where they came from."""

    report = models.ForeignKey(ActivityReport, on_delete=models.CASCADE, related_name="participants")
    group = models.ForeignKey(TargetGroup, on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.CharField(max_length=300, blank=True)
    men = models.PositiveIntegerField(null=True)
    women = models.PositiveIntegerField(null=True)
    people = models.PositiveIntegerField(null=True)
    # Where they came from: an organisation of the register, else a name as it was typed. Its kind is their sector,
    # which may be known without it.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    organization_name = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=16, choices=OrganizationKind.choices, blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(men__isnull=True) | Q(women__isnull=True) | Q(people=F("men") + F("women")),
                name="participants_add_up",
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=True) | ~Q(sector=""), name="participants_of_known_sector"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or self.detail}: {self.people}"


class ParticipantSum(models.Model):
    """Participants of the sent reports of a fund's year by where they came from, so that a country is summed at once.

    What no line says has no row: it is the figure `participants` of the summary less these. Set right with the
    summary, inside the transaction that changes the records (docs/adr/0101).
    """

    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, null=True, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = models.BigIntegerField()  # of the home area: follows it when areas are re-coded or merged
    # As the lines say it.
    sector = models.CharField(max_length=16, choices=OrganizationKind.choices, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    organization_name = models.CharField(max_length=200, blank=True)
    people = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["fiscal_year", "place_no"]),
            models.Index(fields=["fund", "fiscal_year"]),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.place_no} {self.sector} {self.organization_name}: {self.people}"


class SpendingLine(models.Model):
    """รายงานสรุปการใช้เงิน, one row for each expense group that has something."""

    report = models.ForeignKey(ActivityReport, on_delete=models.CASCADE, related_name="spending")
    group = models.ForeignKey(
        ExpenseGroup, on_delete=models.PROTECT, related_name="+", db_column="group", db_index=False
    )
    amount_satang = models.BigIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["group_id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "group"], name="one_spending_line_per_group"),
            models.CheckConstraint(condition=Q(amount_satang__gte=0), name="spending_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.amount_satang}"


class IndicatorResult(models.Model):
    """What an indicator of the project stood at after this activity."""

    report = models.ForeignKey(ActivityReport, on_delete=models.CASCADE, related_name="results")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="results")
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    # Of an indicator that is a share: how many were asked or looked at, of whom `value` were counted.
    out_of = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["indicator__no", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="one_result_per_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"

    @property
    def is_more_than_all(self) -> bool:
        """More were counted than were asked: no share of anything."""
        is_share = self.indicator.combining == Combining.SHARE
        return is_share and self.value is not None and self.out_of is not None and self.value > self.out_of


class MeasuredIndicator(models.Model):
    """What the accepted reports of a project say together of one of its standard indicators (see queries.together).

    Kept so that a country's are read at once, and set right with the summary (docs/adr/0101).
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="+")
    value = models.DecimalField(max_digits=20, decimal_places=2)  # of a share in percent
    counted = models.DecimalField(max_digits=20, decimal_places=2)  # the sum, or the n of a share
    out_of = models.DecimalField(max_digits=20, decimal_places=2)  # the N of a share, else 0
    has_reached = models.BooleanField()  # its target
    is_more_than_all = models.BooleanField()  # a report counted more than it asked

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class ReportPhoto(Record):
    report = models.ForeignKey(ActivityReport, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(max_length=300, blank=True)
    no = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True)

    given: StoredFile | None = None  # what the reader gets of it, set by access

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["no", "pk"]

    def __str__(self) -> str:
        return self.caption or f"photo {self.no}"

    @property
    def rights(self) -> PhotoRights | None:
        return getattr(self.file, "rights", None)

    @property
    def is_public(self) -> bool:
        return bool(self.rights and self.rights.is_shown)


class ReportFile(Record):
    report = models.ForeignKey(ActivityReport, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title or self.file.name


class ReportStep(models.Model):
    """One step up or back on the ladder. Never changed."""

    report = models.ForeignKey(ActivityReport, on_delete=models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=15, choices=ReportState.choices)
    to_state = models.CharField(max_length=15, choices=ReportState.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    own: OwnStep | None = None  # the mark that it was taken on the own work, set by queries.ladder

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

    @property
    def is_return(self) -> bool:
        return self.to_state == ReportState.STARTED
