"""The evidence of a figure, as plans and designs of projects keep it, and official figures of areas."""

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.access import Reader, reach
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.areas.models import Area, PlaceField
from ruamsuk.core.models import Changing, Record
from ruamsuk.core.searching import FoldField, Searched
from ruamsuk.evidence.choices import EvidenceKind
from ruamsuk.issues.models import Indicator


class Evidence(models.Model):
    """Where a figure comes from: kind of source, agency, day, and from how many of all it was taken."""

    evidence_kind = models.CharField(max_length=8, choices=EvidenceKind.choices, blank=True)
    agency = models.CharField(max_length=200, blank=True)
    measured_on = models.DateField(null=True, blank=True)
    # From how many people, households … the figure was taken.
    covered = models.PositiveIntegerField(null=True, blank=True)
    total = models.PositiveIntegerField(null=True, blank=True)  # N: all there are

    class Meta:
        abstract = True

    @property
    def coverage(self) -> float | None:
        """Percent of all that the figure was taken from."""
        return 100 * self.covered / self.total if self.covered is not None and self.total else None


class OfficialFigureQuerySet(QuerySet["OfficialFigure"]):
    def visible_to(self, user: Reader, can: Verb) -> "OfficialFigureQuerySet":
        """Whoever has an account reads them: they are sums over an area, and name nobody."""
        if can == READ:
            return self if user.is_authenticated else self.none()
        return self.filter(reach(user, can).q(place="place_no"))


class OfficialFigure(Searched, Record, Changing):
    """What official statistics say of an area on a day: offered to who writes a plan or a proposal there.

    Of a standard indicator, or in words of its own. A newer day is another figure, so that the older one stays known.
    """

    counted_as = _("Official figures")

    home_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place_no = PlaceField()  # of the home area
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.CharField(max_length=300)  # the indicator's name when it was entered, or other words
    folded = FoldField(of=["text"])
    # core.text.plain of it; by this it is offered.
    plain_text = models.CharField(max_length=300, db_index=True)
    unit = models.CharField(max_length=40, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    covered = models.PositiveIntegerField(null=True, blank=True)  # of how many it was taken
    total = models.PositiveIntegerField(null=True, blank=True)  # N: all there are
    measured_on = models.DateField()
    agency = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)  # the report or data set in which it stands

    objects = OfficialFigureQuerySet.as_manager()

    class Meta:
        ordering = ["-measured_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["home_area", "plain_text", "measured_on"],
                name="one_official_figure_per_area_words_day",
            ),
            models.CheckConstraint(
                condition=Q(covered__isnull=True) | Q(total__isnull=True) | Q(covered__lte=F("total")),
                name="official_figure_covers_no_more_than_all",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="official_figure_has_text"),
        ]
        indexes = [
            models.Index(fields=["place_no", "id"]),
            models.Index(fields=["indicator", "home_area"]),
            models.Index(fields=["updated_at", "id"]),
        ]

    def __str__(self) -> str:
        return self.indicator.name if self.indicator else self.text

    @property
    def unit_name(self) -> str:
        return self.indicator.unit if self.indicator else self.unit
