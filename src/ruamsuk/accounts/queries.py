"""Reading people, posts and handovers."""

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Grant, GrantQuerySet, Handover, HandoverQuerySet, Post, User, UserQuerySet
from ruamsuk.accounts.verbs import Verb
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.core.searching import containing
from ruamsuk.core.todo import TaskGroup, Todo


def with_running_posts(people: UserQuerySet) -> UserQuerySet:
    """Each person with `.posts_now`: running grants with post, scope and area. Two queries for any number."""
    running = (
        Grant.objects.running()
        .select_related("post__scope__area__parent__parent")
        .order_by("starts_on", "pk")
    )
    return people.prefetch_related(Prefetch("grants", queryset=running, to_attr="posts_now"))


def people_found(
    people: UserQuerySet,
    *,
    typed: str = "",
    named: User | None = None,
    role: str = "",
    area: Area | None = None,
    closed: bool = False,
) -> UserQuerySet:
    """The list of people by its filters, in Thai order of names. `typed`: part of a name; `named`: whose user name it
    is, if the reader may see user names of that person.
    """
    found = people.filter(is_active=not closed)
    if typed:
        found = found.filter(containing(typed) | Q(pk=named.pk if named else None))
    if role or area:
        posts = Q(ended_at__isnull=True)
        if role:
            posts &= Q(post__role=role)
        if area:
            posts &= area.places.q("post__scope__area__place_no")
        found = found.with_posts(posts)
    return found.order_by("sort_key", "pk")


def people_who(can: Verb) -> UserQuerySet:
    """Who holds a post today, anywhere, that may do this."""
    grants = Grant.objects.running().filter(post__role__in=can.roles)
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id")).order_by("pk")


def posts_of(user: User) -> GrantQuerySet:
    """All posts that a person ever held or will hold, newest first."""
    return user.grants.select_related("post__scope__area__parent__parent", "given_by").order_by(
        "-starts_on", "-pk"
    )


def newest_first(grants: GrantQuerySet) -> GrantQuerySet:
    """Who held a post from when until when."""
    return grants.select_related("user", "given_by").order_by("-starts_on", "-pk")


def handovers_to_read(rows: HandoverQuerySet) -> list[Handover]:
    """The newest of the handovers that somebody may see; older ones stand on the page of their post."""
    return list(rows.order_by("-on_day", "-pk")[:50])


def successors_for(post: Post, people: UserQuerySet) -> UserQuerySet:
    """Who of the people that somebody may see is offered to receive a post: who can sign in and work beside it.

    For a fund, organisation or project: who holds a post in its district. For an area: who holds an area's post there
    or, below a province, one level up. Somebody new is invited first.
    """
    area = post.scope.area
    small = area.kind in (AreaKind.VILLAGE, AreaKind.SUBDISTRICT, AreaKind.DISTRICT)
    near = (area.parent if small and area.parent else area).places.q("post__scope__area__place_no")
    if post.scope.kind == ScopeKind.AREA:
        near &= Q(post__scope__kind=ScopeKind.AREA)
    return people.filter(is_active=True).with_posts(near).order_by("sort_key", "pk")


def tasks_for(user: User) -> list[Todo]:
    """Handovers that wait for this person's signature."""
    rows = Handover.objects.unsigned_by(user).select_related(
        "post__scope__area__parent__parent", "giver", "receiver"
    )
    return [
        Todo(
            icon="signature",
            title=_("Sign the handover: %(post)s") % {"post": row.post},
            detail=_("From %(giver)s to %(receiver)s") % {"giver": row.giver, "receiver": row.receiver},
            url=reverse("accounts:handover", args=[row.uid]),
            button=_("Read and sign"),
            group=TaskGroup.WAITING,
            due_on=row.on_day,
        )
        for row in rows.order_by("on_day", "pk")
    ]
