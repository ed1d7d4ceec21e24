"""Oneself in the API: who one is, and the posts through which one may do things."""

from datetime import date
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from ruamsuk.accounts.access import grants_of
from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.models import Grant, User
from ruamsuk.areas.api import AreaRef
from ruamsuk.core.api import SIGNED_IN

router = Router(tags=["Me"])


class PostOut(Schema):
    """A post that one holds today."""

    uid: UUID = Field(alias="post.uid")
    role: Role = Field(alias="post.role")
    scope: ScopeKind = Field(alias="post.scope.kind")
    label: str = Field(alias="post.scope.label")
    area: AreaRef = Field(alias="post.scope.area")
    verbs: list[str] = Field(description="What one may do there")
    starts_on: date
    ends_on: date | None

    @staticmethod
    def resolve_verbs(row: Grant) -> list[str]:
        return sorted(row.post.spec.verbs)


class MeOut(Schema):
    uid: UUID
    username: str
    name: str
    email: str | None
    language: str
    posts: list[PostOut]

    @staticmethod
    def resolve_posts(row: User) -> list[Grant]:
        return grants_of(row)


@router.get("/me", response=MeOut, auth=SIGNED_IN)
def read_me(request: PageRequest):
    """The person for whom the key works, with the posts of today."""
    return request.user
