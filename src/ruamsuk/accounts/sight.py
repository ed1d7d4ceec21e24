"""What posts reach, told to areas: who may change one, and what personal data a change shows (areas.sight asks)."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, QuerySet

from ruamsuk.accounts import rule
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Grant, Post
from ruamsuk.accounts.nouns import Personal
from ruamsuk.accounts.rule import Reach, Reader, reach_of
from ruamsuk.accounts.verbs import DECLARED, Verb
from ruamsuk.areas.models import HeldSight
from ruamsuk.areas.sight import SeenByPost

__all__ = ["gate", "personal_nouns", "posts_at", "reach", "survey"]

M = TypeVar("M", bound=Model)


def reach(user: Reader, can: str) -> Reach:
    return rule.reach(user, DECLARED[can])


def gate(rows: QuerySet[M], user: Reader, can: str, **which: Any) -> M:
    return rule.gate(rows, user, DECLARED[can], **which)


def personal_nouns() -> list[tuple[type[Model], Personal]]:
    """Every model that says it holds personal data."""
    return [(model, model.personal) for model in apps.get_models() if hasattr(model, "personal")]


def _posts(areas: Collection[int]) -> QuerySet[Post]:
    held = HeldSight.objects.filter(reader=OuterRef("scope__area"))
    rows = Post.objects.filter(scope__kind=ScopeKind.AREA, scope__area__in=areas)
    return (
        rows.select_related("scope__area")
        .annotate(is_held=Exists(held))
        .order_by("scope__area__place_no", "role")
    )


def posts_at(areas: Collection[int]) -> dict[str, int]:
    return {str(post.uid): post.scope.area_id for post in _posts(areas)}


def survey(areas: Collection[int]) -> list[SeenByPost]:
    holders: dict[int, list[str]] = defaultdict(list)
    held = Grant.objects.unended().filter(post__scope__kind=ScopeKind.AREA, post__scope__area__in=areas)
    for grant in held.select_related("user").order_by("user__sort_key", "pk"):
        holders[grant.post_id].append(grant.user.name)
    return [
        SeenByPost(str(post.uid), str(post), ", ".join(holders[post.pk]), _seen(post))
        for post in _posts(areas)
        if post.pk in holders
    ]


def _seen(post: Post) -> dict[str, int]:
    return {
        str(noun.words): count
        for model, noun in personal_nouns()
        if (can := next((can for can in noun.cans if post.may(can)), None))
        and (count := _count(model, noun, post, can))
    }


def _count(model: type[Model], noun: Personal, post: Post, can: Verb) -> int:
    found = reach_of([(post, post.is_held)], can, personal=True)  # type: ignore[attr-defined]
    rows = model._default_manager.filter(found.q(place=noun.place))
    return rows.order_by().values(noun.counted).distinct().count()
