"""Reading funds: codes as people type them, search, and what an officer should complete."""

import re
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _

from ruamsuk.accounts.access import Reader, grants_of
from ruamsuk.accounts.choices import Role, ScopeKind
from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.areas.queries import children, short_path
from ruamsuk.core.calendar import arabic
from ruamsuk.core.searching import containing
from ruamsuk.core.text import plain, tidy
from ruamsuk.core.todo import Todo
from ruamsuk.funds.models import Fund, FundQuerySet, Network
from ruamsuk.organizations.verbs import EDIT_FUND


def normal_code(typed: str) -> str:
    """A fund code as it is stored: "l5166", "L 5166", "L-5166", "๕๑๖๖" and "5166" are all L5166; 50107 stays."""
    code = re.sub(r"[\s.\-–_]", "", arabic(typed)).upper()
    return f"L{code}" if re.fullmatch(r"\d{4}", code) else code


def pattern_of(example: str) -> str:
    """The plainest pattern that a code follows: its letters, and as many digits. L5166 → L\\d{4}."""
    parts = re.findall(r"\d+|\D+", normal_code(example))
    return "".join(rf"\d{{{len(part)}}}" if part.isdigit() else re.escape(part) for part in parts)


def named(typed: UUID | str) -> dict[str, Any]:
    """How a filter finds the fund that is named by its uid, or by its code however that was typed."""
    try:
        return {"uid": UUID(str(typed))}
    except ValueError:
        return {"code": normal_code(str(typed))}


def fund_named(typed: str) -> Fund | None:
    return Fund.objects.filter(**named(typed)).first()


def search(rows: FundQuerySet, text: str) -> FundQuerySet:
    """Funds whose name contains the words or whose code begins with the text, however it was typed."""
    text = tidy(arabic(text))
    if not text:
        return rows
    found = containing(text) | Q(code__istartswith=normal_code(text))
    if text.isdigit():
        found |= Q(code__startswith=f"L{text}") | Q(code__startswith=text)
    return rows.filter(found)


def looked_up(typed: str, limit: int = 10, *, among: FundQuerySet | None = None) -> list[Fund]:
    """Open funds for what somebody begins to type: part of a name, a code, or a place that they lie in. First those of
    a sub-district that begins so.
    """
    if not (text := arabic(typed).strip()):
        return []
    rows = (Fund.objects.all() if among is None else among).open()
    rows = rows.select_related("home_area__parent__parent")
    if not (place := plain(text)):
        return list(search(rows, text).order_by("sort_key", "pk")[:limit])
    home, district, province = (
        Q(**{f"{up}__search_th__startswith": place}) | Q(**{f"{up}__search_en__startswith": place})
        for up in ("home_area", "home_area__parent", "home_area__parent__parent")
    )
    found = search(rows, text) | rows.filter(home | district | province)
    nearest = Case(When(home, then=0), When(district | province, then=2), default=1)
    return list(found.annotate(nearest=nearest).order_by("nearest", "sort_key", "pk")[:limit])


def fund_meant(typed: str) -> Fund | None:
    """The fund that a text names exactly: its code, alone or before its name, or its full name."""
    text = typed.strip()
    return (fund_named(text.split()[0]) or Fund.objects.filter(name=text).first()) if text else None


def known_of_place(home: Area) -> dict[str, int]:
    """What the register of areas already says of a fund's place, for its empty form."""
    newest = home.populations.order_by("-year").first()
    villages = children(home).count() if home.kind == AreaKind.SUBDISTRICT else 0
    return {
        **({"population": newest.people} if newest else {}),
        **({"villages_count": villages} if villages else {}),
    }


def missing_details(fund: Fund) -> list[str]:
    """Names of the details that a fund's page still lacks, in the reader's language."""
    wanted = [
        (fund.founded_fy, _("founding year")),
        (fund.population, _("population")),
        (fund.villages_count, _("number of villages")),
        (fund.latitude, _("coordinates")),
        (fund.phone, _("office phone")),
    ]
    return [label for value, label in wanted if not value]


def places_served(fund: Fund) -> list[str]:
    """The sub-districts that the fund serves, each with what it lies in."""
    return [
        short_path(area) for area in fund.scope.serves.select_related("parent__parent").order_by("sort_key")
    ]


def networks_of(fund: Fund) -> QuerySet[Network]:
    return Network.objects.filter(memberships__fund=fund, memberships__left_on__isnull=True)


def networks_with_counts() -> QuerySet[Network]:
    """All networks with `funds_now`: how many funds are in each today."""
    return Network.objects.annotate(
        funds_now=Count("memberships", filter=Q(memberships__left_on__isnull=True))
    )


def tasks_for(user: Reader) -> list[Todo]:
    """An officer is asked to complete the details of the own fund."""
    posts = {
        grant.post.scope_id: grant.post_id
        for grant in grants_of(user)
        if grant.post.scope.kind == ScopeKind.FUND and grant.post.role == Role.FUND_OFFICER
    }
    if not posts:
        return []
    found = []
    funds = Fund.objects.visible_to(user, EDIT_FUND).open().filter(scope_id__in=posts)
    for fund in funds.order_by("sort_key"):
        if missing := missing_details(fund):
            found.append(
                Todo(
                    icon="building-bank",
                    title=_("Complete the fund's details"),
                    detail=_("%(fund)s: still missing %(missing)s")
                    % {"fund": fund, "missing": ", ".join(missing)},
                    url=reverse("funds:edit", args=[fund.uid]),
                    button=_("Fill in"),
                    post_id=posts[fund.scope_id],
                )
            )
    return found
