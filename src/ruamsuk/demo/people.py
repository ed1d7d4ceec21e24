"""Invented people, one for each role."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import translation

from ruamsuk.accounts.actions import give_role
from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.models import User
from ruamsuk.core.calendar import today
from ruamsuk.demo.words import read


def build_people(places: dict[str, Any], at: datetime) -> dict[str, User]:
    """User name → user, each holding the post that `data/people.toml` says; `places`: its words → area or scope."""
    words = read("people")
    password = make_password(words["password"])  # hashed once: all share it
    users = {}
    for row in words["person"]:
        address = f"{row['username']}@{settings.DEMO_MAIL_DOMAIN}"
        user = User.objects.create_user(row["username"], address, name=row["name"], is_demo=True)
        user.password = password
        user.save(update_fields=["password"])
        users[user.username] = user
        if not row.get("by_handover"):
            give_role(
                user=user,
                role=row["role"],
                scope=places[row["where"]],
                starts_on=today() - timedelta(days=400),
                by=None,
                at=at,
            )
    return users


def accounts_table(language: str) -> list[list[str]]:
    """Rows of role, user name, password and what to try first, under their headings; "th" or "en"."""
    words = read("people")
    rows = [words[f"columns_{language}"]]
    there = set(User.objects.filter(is_demo=True).values_list("username", flat=True))
    with translation.override(language):
        for row in words["person"]:
            if row["username"] in there:
                rows.append([str(Role(row["role"]).label), row["username"], words["password"], row[language]])
    return rows
