"""Users, and what they may do where: scopes, posts, the people who hold them, and how they came to it."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import ROLES, Role, RoleSpec, ScopeKind, TokenAccess, role_choices
from ruamsuk.accounts.names import sign_in_name
from ruamsuk.accounts.nouns import Personal
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import placed_label
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.models import Record
from ruamsuk.core.searching import FoldField, Searched, WordsIndex
from ruamsuk.core.text import thai_sort_key


class UserQuerySet(QuerySet["User"]):
    def with_posts(self, posts: Q) -> "UserQuerySet":
        """Those who hold, held or will hold a post for which `posts` (a filter on Grant) is true."""
        return self.filter(Exists(Grant.objects.filter(posts, user=OuterRef("pk"))))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        """A stored user; without a password nobody can sign in as them."""
        user = self.model(
            username=sign_in_name(username),
            email=(email or "").strip().lower() or None,
            sort_key=thai_sort_key(extra.get("name", ""))[:200],
            **extra,
        )
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=sign_in_name(username or ""))


class User(Searched, Record, AbstractBaseUser):
    """A person who signs in. `username` is short, phone-like where there is no e-mail."""

    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=150)
    folded = FoldField(of=["name"])
    sort_key = models.CharField(max_length=200, blank=True)  # Thai order of the name
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)  # an invented person; production refuses them
    language = models.CharField(max_length=2, default="th")
    theme = models.CharField(max_length=5, default="auto")
    wants_digest = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    _running_grants: "list[Grant]"  # kept for the length of a request by access.grants_of
    _left_scopes: frozenset[int]  # likewise, by access.left_scopes
    _held_areas: frozenset[int]  # likewise, by access.held_areas
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(username=""), name="user_has_username"),
        ]
        indexes = [models.Index(fields=["sort_key", "id"]), WordsIndex(name="words_of_users")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Scope(Searched):
    """Where a role is held: an area, or one organisation, fund or project.

    An area's scope names the area and covers all records whose `place_no` is one of its places. The other kinds are
    owned from above: the fund, organisation or project has a one-to-one `scope` pointing down here. `area` is then
    its home, so that coordinators of the area are found; `label` is a copy of the owner's name for lists.
    `within`: another scope whose holders also give roles here, as a fund's officers do for its projects.
    `serves`: a fund's sub-districts; its officers look after the organisations seated there.
    """

    kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=300)
    folded = FoldField(of=["label"])
    within = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    serves = models.ManyToManyField(Area, related_name="+", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(within=F("id")), name="scope_not_within_itself"),
            models.UniqueConstraint(
                fields=["area"], condition=Q(kind=ScopeKind.AREA), name="one_scope_per_area"
            ),
        ]

    def __str__(self) -> str:
        """The area, in the language of the page and with what lies above it; else the label."""
        return placed_label(self.area) if self.kind == ScopeKind.AREA else self.label


class Post(Record):
    """A duty that outlives the person: "officer of fund X", "mentor of district Y"."""

    role = models.CharField(max_length=20, choices=role_choices)
    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="posts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "scope"], name="one_post_per_role_and_scope")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.scope}"

    @property
    def spec(self) -> RoleSpec:
        return ROLES[self.role]

    def may(self, can: Verb) -> bool:
        return self.role in can.roles


class GrantQuerySet(QuerySet["Grant"]):
    def running(self, on: date | None = None) -> "GrantQuerySet":
        day = on or today()
        return self.unended(day).filter(starts_on__lte=day)

    def unended(self, on: date | None = None) -> "GrantQuerySet":
        """Running, or starting later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on or today()), ended_at__isnull=True)

    def administrators(self) -> "GrantQuerySet":
        """Grants of the role that keeps the system running, held by people who can sign in."""
        return self.filter(post__role=Role.ADMINISTRATOR, user__is_active=True)


class Grant(Record):
    """One person holds one post from a day until a day (inclusive; open while `ends_on` is empty).

    `ended_at`: taken away at that moment, whatever the days say; a grant ended before its first day never ran.
    """

    personal = Personal(
        _("people who hold posts"), (READ,), place="post__scope__area__place_no", counted="user"
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="grants")
    starts_on = models.DateField(default=today)
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="grant_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ends_on__isnull=False), name="grant_ended_has_last_day"
            ),
            models.UniqueConstraint(
                fields=["user", "post"],
                condition=Q(ends_on__isnull=True),
                name="one_open_grant_per_user_and_post",
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_on"]), models.Index(fields=["post", "-starts_on"])]

    def __str__(self) -> str:
        return f"{self.user} · {self.post} · {day_text(self.starts_on)}"

    @property
    def is_unended(self) -> bool:
        return self.is_unended_on(today())

    @property
    def is_running(self) -> bool:
        return self.is_running_on(today())

    def is_unended_on(self, day: date) -> bool:
        return self.ended_at is None and (self.ends_on is None or self.ends_on >= day)

    def is_running_on(self, day: date) -> bool:
        return self.is_unended_on(day) and self.starts_on <= day


class InvitationQuerySet(QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Those whose link still works."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())

    def waiting(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; the link may have expired and be made anew."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)


class Invitation(Record):
    """A link that makes its holder a user who holds a post. Only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=150, blank=True)  # as the sender calls the person, for the list
    email = models.EmailField(blank=True)  # empty: the link is handed over by other means
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="invitations")
    starts_on = models.DateField(default=today)
    ends_on = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()
    token: str | None = None  # the secret itself, only on the object that an action just returned

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="invitation_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, revoked_at__isnull=True),
                name="invitation_accepted_by_someone_or_revoked",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.name or self.email or self.uid} · {self.post}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class HandoverQuerySet(QuerySet["Handover"]):
    def unsigned_by(self, user: User) -> "HandoverQuerySet":
        return self.filter(
            Q(giver=user, giver_signed_at__isnull=True) | Q(receiver=user, receiver_signed_at__isnull=True)
        )


class Handover(Record):
    """A post passed from one person to the next: the days, a list of what was open, and both signatures.

    `tasks` is frozen when the handover is made: [{"kind", "title", "detail", "url", "due_on"}], texts in the
    language of the person who made it. The list is a record for the two people; the work itself is found through
    the post and needs no moving.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_day = models.DateField()  # first day of the receiver
    giver_until = models.DateField()  # last day of the giver
    note = models.TextField(blank=True)
    tasks = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    giver_signed_at = models.DateTimeField(null=True, blank=True)
    receiver_signed_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="handover_between_two_people"),
        ]
        indexes = [models.Index(fields=["post", "-on_day"])]

    def __str__(self) -> str:
        return f"{self.post}: {self.giver} → {self.receiver}"

    @property
    def is_complete(self) -> bool:
        return bool(self.giver_signed_at and self.receiver_signed_at)

    @property
    def overlap_days(self) -> int:
        """Days on which both hold the post."""
        return max(0, (self.giver_until - self.on_day).days + 1)

    def waits_for(self, user: Any) -> bool:
        """May this person sign now?"""
        return (user == self.giver and not self.giver_signed_at) or (
            user == self.receiver and not self.receiver_signed_at
        )


class ApiToken(Record):
    """A key with which a program acts for a person. Only its hash is kept; it never may more than the person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)  # what the program is
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)  # its first characters, to recognise it
    access = models.CharField(max_length=5, choices=TokenAccess.choices)
    created_at = models.DateTimeField()
    expires_on = models.DateField()  # last day
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    token: str | None = None  # the secret itself, only on the object that the action just returned

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    @property
    def is_working(self) -> bool:
        return self.revoked_at is None and self.expires_on >= today()
