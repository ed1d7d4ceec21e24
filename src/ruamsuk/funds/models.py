"""Funds, their kinds, their bank accounts, their fiscal years, and networks of funds."""

from dataclasses import dataclass, fields
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, reach
from ruamsuk.accounts.models import Scope
from ruamsuk.accounts.nouns import Personal
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.core.calendar import is_thai, today
from ruamsuk.core.models import Changing, Record
from ruamsuk.core.searching import FoldField, Searched
from ruamsuk.funds.choices import Capacity, SamePerson
from ruamsuk.funds.verbs import SEE_BANK
from ruamsuk.issues.models import CatalogueRow
from ruamsuk.organizations.models import Organization


@dataclass(frozen=True)
class VariationLimits:
    """What of a running project the fund may vary by itself; beyond it the committee decides (docs/adr/0081).

    No announcement sets these figures: an administrator does, for each kind of fund. `amount`, `targets`, `place`:
    any change of it is the committee's.
    """

    share_percent: int = 10  # of the budget, moved from line to line
    days: int = 30
    amount: bool = True
    targets: bool = True
    place: bool = True


class FundKind(CatalogueRow):
    """A kind of fund with the pattern of its codes and the rules that differ from kind to kind.

    `rules`: {"home_kind": level of the home area, "needs_committee": bool, "needs_local_authority": bool,
    "variation_<name>": a field of VariationLimits}.
    """

    code = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    code_pattern = models.CharField(max_length=80)  # regular expression of the whole normalised code
    code_example = models.CharField(max_length=40)
    rules = models.JSONField(default=dict)
    # Two pairs of eyes (docs/adr/0043); set by the administrator, never by the catalogue's file.
    same_person = models.CharField(max_length=6, choices=SamePerson.choices, default=SamePerson.SHOWN)
    sort_no = models.PositiveSmallIntegerField(default=0)

    class Meta(CatalogueRow.Meta):
        ordering = ["sort_no", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def home_kind(self) -> str:
        return self.rules.get("home_kind", "")

    @property
    def needs_committee(self) -> bool:
        return bool(self.rules.get("needs_committee"))

    @property
    def needs_local_authority(self) -> bool:
        return bool(self.rules.get("needs_local_authority"))

    @property
    def variation_limits(self) -> VariationLimits:
        given = {one.name: self.rules.get(f"variation_{one.name}") for one in fields(VariationLimits)}
        return VariationLimits(**{name: value for name, value in given.items() if value is not None})


class FundQuerySet(QuerySet["Fund"]):
    def visible_to(self, user: Reader, can: Verb) -> "FundQuerySet":
        """Everybody may read a fund's public part; bank accounts and people are nouns of their own."""
        if can == READ:
            return self
        return self.filter(reach(user, can).q(place="place_no", scopes=("scope_id",)))

    def open(self) -> "FundQuerySet":
        return self.filter(closed_on__isnull=True)

    def closed(self) -> "FundQuerySet":
        return self.filter(closed_on__isnull=False)

    def in_area(self, area: Area) -> "FundQuerySet":
        return self.filter(area.places.q())

    def in_network(self, network: "Network", capacity: str = "") -> "FundQuerySet":
        """Members of today; with `capacity` those that play this part in the network, whatever they are outside."""
        part = {"memberships__capacity": capacity} if capacity else {}
        return self.filter(memberships__network=network, memberships__left_on__isnull=True, **part)


class Fund(Searched, Record, Changing):
    counted_as = _("Funds")

    kind = models.ForeignKey(FundKind, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20, unique=True)  # as queries.normal_code makes it: L5166
    name = models.CharField(max_length=200)
    folded = FoldField(of=["name"])
    # The local authority.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=16, choices=Capacity.choices, default=Capacity.ORDINARY)
    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")  # where it is counted
    place_no = PlaceField()  # of the home area; see areas.models.PlaceField
    founded_fy = models.PositiveSmallIntegerField(null=True, blank=True)  # BE
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    villages_count = models.PositiveSmallIntegerField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)  # of the office
    phone = models.CharField(max_length=40, blank=True)  # of the office
    email = models.EmailField(blank=True)  # of the office
    scope = models.OneToOneField(Scope, on_delete=models.PROTECT, related_name="+")  # holds the areas served
    sort_key = models.CharField(max_length=260)  # Thai order; core.text.thai_sort_key
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="fund_has_code"),
            models.CheckConstraint(
                condition=Q(founded_fy__isnull=True) | Q(founded_fy__gte=2540, founded_fy__lte=2700),
                name="fund_founded_in_a_possible_year",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=5, latitude__lte=21, longitude__gte=97, longitude__lte=106),
                name="fund_lies_in_thailand",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closed_reason=""), name="closed_fund_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["place_no", "code"]),
            models.Index(fields=["sort_key", "id"]),
            models.Index(fields=["kind", "sort_key", "id"]),
            models.Index(fields=["updated_at", "id"]),
        ]

    def __str__(self) -> str:
        return self.name


class BankAccountQuerySet(QuerySet["BankAccount"]):
    def visible_to(self, user: Reader, can: Verb) -> "BankAccountQuerySet":
        """Only who may see bank accounts of the fund; there is no public part."""
        return self.filter(reach(user, can).q(place="fund__place_no", scopes=("fund__scope_id",)))


class BankAccount(Record):
    """A fund's bank account: a noun of its own, because most readers of the fund may not see it."""

    personal = Personal(_("bank accounts"), (SEE_BANK,), place="fund__place_no")

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="bank_accounts")
    bank = models.CharField(max_length=120)
    branch = models.CharField(max_length=120, blank=True)
    account_name = models.CharField(max_length=200)
    number = models.CharField(max_length=15)  # digits only
    purpose = models.CharField(max_length=120, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bank", "number"], name="one_bank_account_per_bank_and_number"),
        ]
        ordering = ["closed_on", "bank", "number"]

    def __str__(self) -> str:
        return f"{self.bank} {self.number}"


class FundYear(models.Model):
    """The row that an action locks before it changes anything of a fund's year."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="years")
    fiscal_year = models.PositiveSmallIntegerField()  # BE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "fiscal_year"], name="one_fund_year"),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=2540, fiscal_year__lte=2700), name="fund_year_is_possible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.fiscal_year}"


class NetworkQuerySet(QuerySet["Network"]):
    def visible_to(self, user: Reader, can: Verb) -> "NetworkQuerySet":
        """Everybody may read networks. They cross areas: only a reach over the whole country changes them."""
        if can == READ or reach(user, can).covers(place_no=0):
            return self
        return self.none()


class Network(Record):
    """Funds that work in one programme, wherever they lie."""

    name = models.CharField(max_length=200, unique=True)
    name_en = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    funds = models.ManyToManyField(Fund, through="NetworkFund", related_name="+")

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name if is_thai() or not self.name_en else self.name_en


class NetworkFund(models.Model):
    """A fund's time in a network and the part it plays there."""

    part_of = "fund"

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField(default=today)
    left_on = models.DateField(null=True, blank=True)
    capacity = models.CharField(max_length=16, choices=Capacity.choices, default=Capacity.ORDINARY)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "fund"], condition=Q(left_on__isnull=True), name="one_open_membership"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="membership_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} ∈ {self.network_id}"


class StandingQuerySet(QuerySet["Standing"]):
    def on(self, day: date, network: Network | None = None) -> "StandingQuerySet":
        """The last of each fund until that day, in this network or (None) by itself, where it was open or in."""
        rows = self.filter(network=network) if network else self.filter(network__isnull=True)
        later = Standing.objects.filter(fund=OuterRef("fund"), day__lte=day, day__gt=OuterRef("day"))
        later = later.filter(network=network) if network else later.filter(network__isnull=True)
        return rows.filter(~Exists(later), day__lte=day, is_in=True)


class Standing(models.Model):
    """How a fund stood from a day on, as it was known when that day ended: by itself, or in a network.

    Kept by the acts on funds and networks, so that a count can be asked as of a past day (docs/adr/0082).
    """

    part_of = "fund"

    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, related_name="+")
    network = models.ForeignKey(Network, on_delete=models.CASCADE, null=True, related_name="+")
    day = models.DateField(db_index=True)
    is_in = models.BooleanField()  # open; in a network: its member
    capacity = models.CharField(max_length=16, choices=Capacity.choices)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "day"],
                condition=Q(network__isnull=True),
                name="one_standing_per_fund_and_day",
            ),
            models.UniqueConstraint(
                fields=["network", "fund", "day"],
                condition=Q(network__isnull=False),
                name="one_standing_per_network_fund_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.day}"
