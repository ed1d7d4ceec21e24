"""The links by which groups without an account apply to a fund, and what they sent."""

from collections.abc import Callable

from django.db import models
from django.db.models import Q, QuerySet

from ruamsuk.accounts.access import Reader, opened
from ruamsuk.accounts.models import Invitation, User
from ruamsuk.accounts.nouns import Closed
from ruamsuk.accounts.verbs import Verb
from ruamsuk.applications.choices import CODE_DIGITS, STATE_TONE, ApplicationState
from ruamsuk.applications.verbs import ANSWER_APPLICATION
from ruamsuk.audit.actions import envelope
from ruamsuk.core.models import Record
from ruamsuk.core.registry import Registry
from ruamsuk.funds.models import Fund
from ruamsuk.projects.models import Proposal


def in_fours(number: str) -> str:
    """As people read it out: 4827 1935."""
    return f"{number[:4]} {number[4:]}"


class ApplicationLinkQuerySet(QuerySet["ApplicationLink"]):
    def standing(self) -> "ApplicationLinkQuerySet":
        """The newest of each fund; earlier ones lead nowhere."""
        return self.filter(replaced_at__isnull=True)


class ApplicationLink(Record):
    """The number on a fund's poster. It is never given to another fund, also when the poster is out of date."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=CODE_DIGITS, unique=True)
    is_open = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    objects = ApplicationLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund"], condition=Q(replaced_at__isnull=True), name="one_standing_link_per_fund"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True) | Q(is_open=False), name="replaced_link_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return in_fours(self.code)


# Who notes that an application was opened; filled by apps.py, because what notes it stands above this noun.
READINGS: Registry[Callable[..., object]] = Registry("who notes readings")


def _note_reading(user: object, application: object, can: Verb, source: str) -> None:
    with envelope():  # the id that a form carries is spent by the act itself, not by opening what it is about
        READINGS["application"](application=application, by=user)


class ApplicationQuerySet(QuerySet["Application"]):
    def visible_to(self, user: Reader, can: Verb) -> "ApplicationQuerySet":
        """Those of the funds where the person holds the post that answers; nobody sees one from an area."""
        if can != ANSWER_APPLICATION:
            return self.none()
        found: ApplicationQuerySet = opened(self, user, can)  # type: ignore[assignment]
        return found

    def waiting(self) -> "ApplicationQuerySet":
        return self.filter(state=ApplicationState.WAITING)


class Application(Record):
    """What somebody without an account asks of a fund. What it says of people goes after a while (`forgotten_at`)."""

    closed = Closed(("post",), _note_reading, scopes=("fund__scope_id",))

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=CODE_DIGITS, unique=True)  # what people name it by
    state = models.CharField(max_length=8, choices=ApplicationState.choices, default=ApplicationState.WAITING)
    sent_at = models.DateTimeField()
    # As it was typed; empty once it is forgotten.
    name = models.CharField(max_length=150, blank=True)  # of a person, a group or an organisation
    phone = models.CharField(max_length=15, blank=True)  # digits only
    email = models.EmailField(blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    amount_satang = models.BigIntegerField(null=True)
    place = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)  # why it was declined
    # What came of one that was accepted; the draft may be thrown away like any other.
    proposal = models.OneToOneField(Proposal, on_delete=models.SET_NULL, null=True, related_name="+")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, null=True, related_name="+")
    forgotten_at = models.DateTimeField(null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "ended"), answered_at__isnull=True)
                | Q(state__in=("accepted", "declined"), answered_at__isnull=False),
                name="application_answered_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True)
                | Q(name="", phone="", email="", title="", text="", place="", reason=""),
                name="forgotten_application_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=False) | ~Q(phone="") | ~Q(email=""),
                name="application_can_be_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["fund", "state", "sent_at"]),
            models.Index(fields=["sent_at"], condition=Q(forgotten_at__isnull=True), name="not_forgotten"),
        ]

    def __str__(self) -> str:
        return in_fours(self.reference)

    @property
    def tone(self) -> str:
        return STATE_TONE[ApplicationState(self.state)]

    @property
    def is_waiting(self) -> bool:
        return self.state == ApplicationState.WAITING
