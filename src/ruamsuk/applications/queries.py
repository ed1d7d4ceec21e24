"""Reading links and applications."""

import re
from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruamsuk.accounts.access import account_called, grants_of, visible_people
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import READ
from ruamsuk.applications.choices import CODE_DIGITS, KEPT_DAYS, ApplicationState
from ruamsuk.applications.models import Application, ApplicationLink
from ruamsuk.applications.verbs import ANSWER_APPLICATION
from ruamsuk.core.calendar import arabic, day_of
from ruamsuk.core.todo import TaskGroup, Todo
from ruamsuk.funds.models import Fund
from ruamsuk.projects.people import holders

MOST = 5  # lines in "my tasks"; more become one with their number


def code_of(typed: str) -> str:
    """The digits of a typed number, however they are written; empty: it is none."""
    digits = re.sub(r"[\s\-–.]", "", arabic(typed[:40]))
    return digits if len(digits) == CODE_DIGITS and re.fullmatch("[0-9]+", digits) else ""


def link_of(fund: Fund) -> ApplicationLink | None:
    return ApplicationLink.objects.standing().filter(fund=fund).first()


def takes_applications(link: ApplicationLink) -> bool:
    """Open, at a fund that works and where somebody can answer."""
    if not link.is_open or link.replaced_at or link.fund.closed_on:
        return False
    return bool(holders([link.fund.scope_id], ANSWER_APPLICATION))


def numbers_of(fund: Fund) -> dict[str, int]:
    """State → how many applications of the fund are in it, those included that are forgotten."""
    rows = Application.objects.filter(fund=fund).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(ApplicationState.values, 0) | dict(rows)


def account_behind(user: User, application: Application) -> tuple[bool, User | None]:
    """Has somebody an account with this phone or e-mail? And who, if the person who answers may see them anyway."""
    found = [account_called(typed) for typed in (application.phone, application.email) if typed]
    known = next((one for one in found if one), None)
    if known is None:
        return False, None
    return True, visible_people(user, READ).filter(pk=known.pk).first()


def tasks_for(user: User) -> list[Todo]:
    """Applications that wait for an answer. A line says nothing of the person: lists of tasks are kept elsewhere."""
    rows = Application.objects.visible_to(user, ANSWER_APPLICATION).waiting()
    found = list(rows.select_related("fund").order_by("sent_at", "pk")[: MOST + 1])
    if not found:
        return []
    if len(found) > MOST:
        number = rows.count()
        return [
            Todo(
                icon="user-plus",
                title=_("Groups ask to apply"),
                detail=ngettext("{n} application", "{n} applications", number).format(n=number),
                url=reverse("applications:applications"),
                button=_("Open the list"),
                group=TaskGroup.WAITING,
                urgent=True,
            )
        ]
    return [
        Todo(
            icon="user-plus",
            title=_("A group asks to apply"),
            detail=_("Application {reference} · {fund}").format(reference=row, fund=row.fund.name),
            url=reverse("applications:application", args=[row.uid]),
            button=_("Read and answer"),
            group=TaskGroup.WAITING,
            due_on=day_of(row.sent_at) + timedelta(days=KEPT_DAYS),
            urgent=True,
            post_id=_post_of(user, row),
        )
        for row in found
    ]


def _post_of(user: User, application: Application) -> int | None:
    scope = application.fund.scope_id
    posts = (grant.post for grant in grants_of(user))
    return next((post.pk for post in posts if post.may(ANSWER_APPLICATION) and post.scope_id == scope), None)
