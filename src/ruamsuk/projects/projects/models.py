"""Projects (โครงการ): what was approved, by whom it is paid, where it counts, and how it stands."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Paths, Reach, Reader, Sides, may, reach
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Scope, User
from ruamsuk.accounts.nouns import Personal
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.committees.verbs import SEE_APPLICANTS
from ruamsuk.core.models import Changing, Record
from ruamsuk.core.searching import FoldField, PiecesIndex, Searched, WordsIndex
from ruamsuk.files.models import StoredFile
from ruamsuk.funds.models import Fund
from ruamsuk.organizations.choices import OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.designs.models import Design
from ruamsuk.projects.projects.choices import (
    DECIDED,
    STATUS_TONE,
    DocumentKind,
    MoneyState,
    Origin,
    ProjectKind,
    ProjectStatus,
)
from ruamsuk.projects.proposals.models import Proposal

# What of a project a post may stand for, besides the place.
SCOPES: Paths = {
    ScopeKind.PROJECT: ("scope_id", "parent__scope_id"),
    ScopeKind.FUND: ("fund__scope_id",),
    ScopeKind.ORGANIZATION: ("organization__scope_id",),
}
# A project below another is paid by that one, whoever else gives money.
PAYERS: Paths = {
    ScopeKind.PROJECT: ("parent__scope_id",),
    ScopeKind.FUND: ("fund__scope_id", "fundings__fund__scope_id"),
    ScopeKind.ORGANIZATION: ("fundings__organization__scope_id",),
}
SIDES = Sides(everyday=SCOPES, payers=PAYERS)


def reached(
    user: Reader,
    can: Verb,
    project: str = "",
    among: Q | None = None,
    *,
    reach: Callable[[Reader, Verb], Reach] = reach,
) -> Q:
    """A filter on what hangs on a project by the path `project` (ending in `__`; empty: projects themselves).

    What hangs on a project lies where it lies: both have the same `place_no`. Posts of any fund or organisation that
    gives money read drafts and comment; what follows the money is reached by them alone. `among`: see `on_scopes`;
    `reach`: `reach_people` where names of people are read.
    """
    found = reach(user, can)
    places = found.q(place="place_no")
    return places | on_scopes(found, SIDES.paths(can), project, among) if found.scopes else places


def on_scopes(reached: Reach, paths: Paths, project: str = "", among: Q | None = None) -> Q:
    """A filter for projects (or what hangs on them by `project`) from which a path leads to a scope of its kind.

    A union of keys, not a filter with OR: so each path is looked up in its own index, on both databases. `among`
    limits the projects before they are united, so that an index may serve both.
    """
    first, *others = [
        Project.objects.filter(among or Q(), **{f"{path}__in": scope_ids}).order_by().values("pk")
        for kind, scope_ids in reached.scopes.items()
        for path in paths.get(ScopeKind(kind), ())
    ] or [Project.objects.none().values("pk")]
    return Q(**{f"{project}pk__in": first.union(*others) if others else first})


class ProjectQuerySet(QuerySet["Project"]):
    def visible_to(self, user: Reader, can: Verb = READ, among: Q | None = None) -> ProjectQuerySet:
        """Everyone may read a project, signed in or not: it is public money. The rest follows posts.

        People responsible are another noun (ResponsiblePerson). `among` limits what is looked through, see `on_scopes`.
        """
        rows = self.filter(among) if among else self
        if can == READ:
            return rows
        return rows.filter(reached(user, can, among=among)) if may(user, can) else rows.none()

    def running(self) -> ProjectQuerySet:
        return self.filter(status=ProjectStatus.RUNNING)

    def funded(self) -> ProjectQuerySet:
        """Of which it is recorded who gives how much."""
        given = Funding.objects.filter(project=OuterRef("pk"), amount_satang__gt=0)
        return self.filter(Exists(given))


class Project(Searched, Record, Changing):
    counted_as = _("Projects")

    code = models.CharField(max_length=40, blank=True)  # made by the funder's pattern, or normalised
    typed_code = models.CharField(max_length=80, blank=True)  # as found on paper or in an older system
    agreement_no = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    folded = FoldField(of=["title"])
    kind = models.CharField(max_length=10, choices=ProjectKind.choices, default=ProjectKind.PROJECT)
    fiscal_year = models.PositiveSmallIntegerField(null=True, blank=True)
    origin = models.CharField(max_length=6, choices=Origin.choices)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, related_name="project")
    # Nearly always empty, so its index leaves the empty ones out: what lies below a project is found at once.
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="children"
    )
    # Leading funder.
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # As an older system named it, where that is clearly none of the funds here.
    said_fund = models.CharField(max_length=300, blank=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_name = models.CharField(max_length=300, blank=True)
    # Where it is counted, once.
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = PlaceField()
    further_areas = models.ManyToManyField(Area, related_name="+", blank=True)  # for search and maps only
    design = models.OneToOneField(Design, on_delete=models.PROTECT, related_name="project")
    approved_satang = models.BigIntegerField()  # as approved first; variations change the budget alone
    budget_satang = models.BigIntegerField()
    approved_on = models.DateField(null=True, blank=True)
    varied_on = models.DateField(null=True, blank=True)  # since when its last variation is in force
    report_due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=9, choices=ProjectStatus.choices, default=ProjectStatus.RUNNING)
    status_reason = models.TextField(blank=True)
    status_on = models.DateField(null=True, blank=True)
    # Of what was imported: the fund counts it (docs/adr/0076).
    taken_over = models.ForeignKey(
        "TakeOver", on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    scope = models.OneToOneField(Scope, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Kept by `tallies.actions.recount`, so that what has to be done is found without looking at every report.
    # Last day of the first activity of which no report was sent.
    oldest_unreported_on = models.DateField(null=True)
    returned_reports = models.PositiveIntegerField(default=0)  # sent back and not sent again

    held = None  # as drafts.models.Document: its rows are read from their tables, when it is frozen

    objects = ProjectQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["fund", "fiscal_year", "-id"]),
            models.Index(fields=["fiscal_year", "place_no"]),
            models.Index(fields=["fiscal_year", "-id"]),
            models.Index(fields=["organization", "fiscal_year", "-id"]),
            models.Index(fields=["code"]),
            models.Index(fields=["parent"], condition=Q(parent__isnull=False), name="projects_below_another"),
            models.Index(fields=["fiscal_year", "oldest_unreported_on"]),
            models.Index(fields=["fund", "oldest_unreported_on"]),
            models.Index(fields=["organization", "oldest_unreported_on"]),
            models.Index(fields=["fund", "returned_reports"]),
            models.Index(fields=["organization", "returned_reports"]),
            models.Index(fields=["updated_at", "id"]),
            WordsIndex(name="words_of_projects"),
            PiecesIndex(name="pieces_of_projects"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(budget_satang__gte=0), name="project_budget_not_negative"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="project_codes_are_unique"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="project_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> str:
        return self.organization.name if self.organization else self.owner_name

    @property
    def is_counted_elsewhere(self) -> bool:
        """Imported, and not taken over: it is in no figure."""
        return self.origin == Origin.IMPORT and self.taken_over_id is None

    @property
    def fixed(self) -> list[str]:
        """What nobody edits of it: decided with the approval, unless an older system did not tell it."""
        left_open = {"fund", "fiscal_year"} if self.origin == Origin.IMPORT else set()
        return [name for name in DECIDED if name not in left_open or getattr(self, name) is not None]

    @property
    def note_tone(self) -> str:
        """The tone in which the reason of the status is shown."""
        return "info" if self.tone == "wait" else self.tone

    @property
    def tone(self) -> str:
        return STATUS_TONE[ProjectStatus(self.status)]


class TakeOverQuerySet(QuerySet["TakeOver"]):
    def visible_to(self, user: Reader, can: Verb) -> TakeOverQuerySet:
        """For who may do it for its fund."""
        return self.filter(fund__in=Fund.objects.visible_to(user, can))


class TakeOver(Record):
    """A fund counts what was imported of one of its years; `back_at`: until then."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    back_at = models.DateTimeField(null=True)

    objects = TakeOverQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["fund", "fiscal_year"])]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.fiscal_year}"


class Funding(models.Model):
    """Who pays how much: a fund or another organisation."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="fundings")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    amount_satang = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]  # as entered
        constraints = [
            models.CheckConstraint(
                condition=Q(fund__isnull=False, organization__isnull=True)
                | Q(fund__isnull=True, organization__isnull=False),
                name="funding_comes_from_one_side",
            ),
            models.CheckConstraint(condition=Q(amount_satang__gte=0), name="funding_not_negative"),
            models.UniqueConstraint(
                fields=["project", "fund"], condition=Q(fund__isnull=False), name="one_funding_per_fund"
            ),
            models.UniqueConstraint(
                fields=["project", "organization"],
                condition=Q(organization__isnull=False),
                name="one_funding_per_organization",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver}: {self.amount_satang}"

    @property
    def giver(self) -> Fund | Organization | None:
        return self.fund or self.organization


class Instalment(models.Model):
    """งวด: the days of work, the days in which its report is due, and its money."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="instalments")
    no = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    report_from = models.DateField(null=True, blank=True)
    report_until = models.DateField(null=True, blank=True)
    amount_satang = models.BigIntegerField()

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["project", "no"], name="one_instalment_per_number"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="instalment_days_in_order"),
            models.CheckConstraint(condition=Q(amount_satang__gte=0), name="instalment_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.no}: {self.amount_satang}"


class ProjectPartnerQuerySet(QuerySet["ProjectPartner"]):
    def confirmed(self) -> ProjectPartnerQuerySet:
        return self.filter(is_confirmed=True)


class ProjectPartner(models.Model):
    """Who works along on a project, and the money that it brings beside the budget: of the register, or by a name."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    no = models.PositiveSmallIntegerField()
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.TextField(blank=True)  # as typed, of one that is not in the register
    # Of one in the register its own. Empty: nobody has said it yet.
    kind = models.CharField(max_length=16, choices=OrganizationKind.choices, blank=True)
    amount_satang = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=MoneyState.choices, blank=True)
    # False: taken over from a text of an activity; counted once somebody has looked at it.
    is_confirmed = models.BooleanField(default=True)

    objects = ProjectPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["no", "pk"]
        indexes = [models.Index(fields=["kind", "project"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(name=""), name="partner_has_name"
            ),
            models.CheckConstraint(condition=Q(amount_satang__gte=0), name="partner_money_not_negative"),
            models.CheckConstraint(
                condition=Q(is_confirmed=False) | (~Q(kind="") & (Q(amount_satang=0) | ~Q(state=""))),
                name="confirmed_partner_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.organization.name if self.organization else self.name


class ResponsiblePerson(Record):
    """ผู้รับผิดชอบโครงการ. Read by fund, owner, committee and mentor only."""

    personal = Personal(
        _("projects with the people responsible"),
        (SEE_APPLICANTS,),
        place="project__place_no",
        counted="project",
    )

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="people")
    no = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=150)
    duty = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["no", "pk"]

    def __str__(self) -> str:
        return f"person {self.no}"


class ProjectDocument(Record):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="documents")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    title = models.CharField(max_length=300)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return self.title
