"""Users, and what they may do where: scopes, posts and the people who hold them."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, QuerySet

from ruamsuk.accounts.choices import ROLES, Role, ScopeKind
from ruamsuk.areas.models import Area
from ruamsuk.core.calendar import day_text, today
from ruamsuk.core.models import Record


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, email: str | None = None, password: str | None = None, **extra) -> "User":
        user = self.model(username=username.lower(), email=self.normalize_email(email or "").lower() or None, **extra)
        user.set_password(password)
        user.save()
        return user


class User(Record, AbstractBaseUser):
    """A person who signs in. `username` is short, phone-like where there is no e-mail."""

    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)  # an invented person; production refuses them
    language = models.CharField(max_length=2, default="th")
    theme = models.CharField(max_length=5, default="auto")
    wants_digest = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(username=""), name="user_has_username"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Scope(models.Model):
    """Where a role is held: an area, or one organisation, fund or project.

    An area's scope names the area and covers all records whose `place_no` lies in its range. The other kinds are
    owned from above: the fund, organisation or project has a one-to-one `scope` pointing down here. `area` is then
    its home, so that coordinators of the area are found; `label` is a copy of the owner's name for lists.
    """

    kind = models.CharField(max_length=12, choices=ScopeKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(kind=ScopeKind.AREA), name="one_scope_per_area"),
        ]

    def __str__(self) -> str:
        return self.label


class Post(models.Model):
    """A duty that outlives the person: "officer of fund X", "mentor of district Y"."""

    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="posts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "scope"], name="one_post_per_role_and_scope")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.scope}"

    @property
    def spec(self):
        return ROLES[self.role]


class GrantQuerySet(QuerySet["Grant"]):
    def running(self, on: date | None = None) -> "GrantQuerySet":
        day = on or today()
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class Grant(models.Model):
    """One person holds one post from a day until a day (inclusive; open while `ends_on` is empty)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="grants")
    starts_on = models.DateField(default=today)
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="grant_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["user", "post"], condition=Q(ends_on__isnull=True), name="one_open_grant_per_user_and_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.post} · {day_text(self.starts_on)}"
