"""What posts reach, told to areas: who may change one, and what personal data a change shows (areas.sight asks)."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model, QuerySet

from ruamsuk.accounts import rule
from ruamsuk.accounts.choices import ScopeKind
from ruamsuk.accounts.models import Grant, Post
from ruamsuk.accounts.nouns import Personal
from ruamsuk.accounts.rule import Reach, Reader, held_among, reach_of
from ruamsuk.accounts.verbs import DECLARED, Verb
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
    rows = Post.objects.filter(scope__kind=ScopeKind.AREA, scope__area__in=areas)
    return rows.select_related("scope__area__parent__parent").order_by("scope__area__place_no", "role")


def posts_at(areas: Collection[int]) -> dict[str, int]:
    return {str(post.uid): post.scope.area_id for post in _posts(areas)}


def survey(areas: Collection[int]) -> list[SeenByPost]:
    holders: dict[int, list[str]] = defaultdict(list)
    grants = Grant.objects.unended().filter(post__scope__kind=ScopeKind.AREA, post__scope__area__in=areas)
    for grant in grants.select_related("user").order_by("user__sort_key", "pk"):
        holders[grant.post_id].append(grant.user.name)
    held_areas = held_among(areas)
    return [
        SeenByPost(str(post.uid), str(post), ", ".join(holders[post.pk]), _seen(post, held_areas))
        for post in _posts(areas)
        if post.pk in holders
    ]


def _seen(post: Post, held: Collection[int]) -> dict[str, int]:
    return {
        str(noun.words): count
        for model, noun in personal_nouns()
        if (can := next((can for can in noun.cans if post.may(can)), None))
        and (count := _count(model, noun, post, can, held))
    }


def _count(model: type[Model], noun: Personal, post: Post, can: Verb, held: Collection[int]) -> int:
    rows = model._default_manager.filter(reach_of([post], can, held).q(place=noun.place))
    return rows.order_by().values(noun.counted).distinct().count()
