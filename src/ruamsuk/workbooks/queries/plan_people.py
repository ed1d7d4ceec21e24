"""What happens to rows about people: who is invited to which post, who sits on which committee."""

import re

from ruamsuk.accounts.access import may_give
from ruamsuk.accounts.choices import ROLES, Role, ScopeKind, roles_giving
from ruamsuk.accounts.models import Grant, Invitation, Scope
from ruamsuk.accounts.places import is_closed
from ruamsuk.accounts.problems import DaysInWrongOrder
from ruamsuk.committees.problems import CommitteeDays
from ruamsuk.committees.verbs import EDIT_COMMITTEE
from ruamsuk.core.calendar import arabic, day_text, today
from ruamsuk.core.text import plain
from ruamsuk.imports.choices import LineResult
from ruamsuk.organizations.verbs import EDIT_FUND
from ruamsuk.workbooks.queries.known import Known, KnownCommittee, place_in_words
from ruamsuk.workbooks.queries.rows import Row
from ruamsuk.workbooks.queries.steps import Step, inside


def plan_people(rows: list[Row], known: Known) -> list[Step]:
    planned = [_person(row, known) for row in rows]
    scopes = [step.scope.pk for step in planned if step.scope is not None and step.scope.pk]
    held = set()
    for role, scope, email, username in (
        Grant.objects.unended()
        .filter(post__scope_id__in=scopes)
        .values_list("post__role", "post__scope_id", "user__email", "user__username")
    ):
        held |= {(role, scope, email), (role, scope, username)}
    waiting = set()
    for role, scope, email, name in (
        Invitation.objects.waiting()
        .filter(post__scope_id__in=scopes)
        .values_list("post__role", "post__scope_id", "email", "name")
    ):
        waiting.add((role, scope, email or plain(name)))
    for step in planned:
        row = step.row
        if row.is_refused or step.scope is None or not step.scope.pk:
            continue
        role, email = row.values["role"], row.values["email"]
        phone = re.sub(r"\D", "", arabic(row.cells.get("phone", "")))
        if {(role, step.scope.pk, email or None), (role, step.scope.pk, phone)} & (
            held - {(role, step.scope.pk, None)}
        ):
            row.keep_as_it_is("name", "holds")
        elif (role, step.scope.pk, email or plain(row.values["name"])) in waiting:
            row.keep_as_it_is("name", "invited")
    return planned


def _person(row: Row, known: Known) -> Step:
    values = {"email": "", **row.read_all("name", "email", "starts_on", "ends_on")}
    role = row.read("role")
    starts, ends = values.get("starts_on") or today(), values.get("ends_on")
    if ends and ends < starts:
        row.refuse(
            "ends_on", "said", words=str(DaysInWrongOrder(starts=day_text(starts), ends=day_text(ends)))
        )
    if phone := row.cells.get("phone"):
        row.understood["phone"] = phone
    step = Step(row)
    ways = [name for name in ("fund", "organization") if row.cells.get(name)]
    if len(ways) > 1 or (ways == ["fund"] and row.says_place):
        row.refuse(ways[0], "several-places")
        return step
    step.scope = _place_of_work(row, known, role, ways)
    if row.is_refused or step.scope is None or role is None:
        return step
    scope, label = step.scope, Role(role).label
    if row.user is not None and not may_give(row.user, role, scope):
        if row.known.may(row.user, EDIT_FUND, scope.area) or inside(row, scope.area, EDIT_FUND):
            row.refuse(
                "role", "may-not-give", role=label, place=scope.label, who=", ".join(roles_giving(role))
            )
    elif scope.pk and is_closed(scope):
        row.refuse(ways[0] if ways else row.first_of_place(), "closed", name=scope.label)
    row.values = {**values, "role": str(role), "email": str(values["email"]).lower()}
    return step


def _place_of_work(row: Row, known: Known, role: str | None, ways: list[str]) -> Scope | None:
    """The scope where the post is held; without a key where the file is going to add its owner."""
    kind, key, area, label = ScopeKind.AREA, None, None, ""
    if ways == ["fund"]:
        if (fund := row.fund()) is None:
            return None
        kind, key, area, label = ScopeKind.FUND, fund.scope_id, known.area(fund.area_id), fund.name
    elif ways == ["organization"]:
        near = row.place() if row.says_place else None
        if (keeper := row.organization("organization", near)) is None:
            return None
        kind, key, area, label = (
            ScopeKind.ORGANIZATION,
            keeper.scope_id,
            known.area(keeper.area_id),
            keeper.name,
        )
    elif row.says_place:
        if (area := row.place(may_be_country=True)) is None:
            return None
        key = Scope.objects.filter(kind=ScopeKind.AREA, area_id=area.pk).values_list("pk", flat=True).first()
        label = place_in_words(area)
    if role is None:
        return None
    if area is None or kind not in ROLES[role].scopes:
        kinds = ", ".join(str(ScopeKind(one).label) for one in sorted(ROLES[role].scopes))
        asked = "place" if ROLES[role].scopes == {ScopeKind.AREA} else "fund"
        row.refuse(ways[0] if ways else asked, "role-place", role=Role(role).label, scopes=kinds)
        return None
    return Scope(pk=key, kind=kind, area=area, label=label)


def plan_seats(rows: list[Row], known: Known) -> list[Step]:
    planned = []
    for row in rows:
        planned.append(Step(row, known=row.fund()))
    known.read_committees([step.known for step in planned if step.known is not None])
    for step in planned:
        _seat(step, known)
    return planned


def _seat(step: Step, known: Known) -> None:
    row, fund = step.row, step.known
    values = row.read_all("title", "name", "organization", "starts_on", "term_starts_on", "term_ends_on")
    position = row.read("position")
    begins, ends = values.get("term_starts_on"), values.get("term_ends_on")
    if begins and ends and ends < begins:
        row.refuse(
            "term_ends_on", "said", words=str(CommitteeDays(earlier=day_text(begins), later=day_text(ends)))
        )
    if (
        row.is_refused
        or fund is None
        or not inside(row, known.area(fund.area_id), EDIT_COMMITTEE, people=True)
    ):
        return
    kind = known.kinds[fund.kind_id]
    if not kind.needs_committee:
        row.refuse("fund", "no-committee", kind=kind.name)
        return
    committee = known.committees[fund.code]
    if committee is not None and committee.starts_on != begins:
        row.refuse("term_starts_on", "other-term", day=day_text(committee.starts_on))
        return
    there = committee.members.get(plain(values["name"])) if committee else None
    row.values = {**values, "position": position}
    if there is not None and there[1] == position.code:
        row.outcome = LineResult.UNCHANGED
        return
    if there is not None:
        row.refuse(
            "name",
            "member-stands",
            name=there[0],
            position=known.positions[there[1]].name if there[1] in known.positions else there[1],
        )
        return
    filled = sum(code == position.code for _name, code in committee.members.values()) if committee else 0
    if position.max_people and filled >= position.max_people:
        row.refuse("position", "seats-taken", seats=position.max_people, position=position.name)
        return
    if committee is None:
        committee = known.committees[fund.code] = KnownCommittee(None, values["term_starts_on"], row=row.no)
    if committee.row == row.no:
        row.mended.append(
            {
                "field": "term_starts_on",
                "from": "",
                "to": "",
                "why": "committee-started",
                "params": {"day": day_text(committee.starts_on)},
            }
        )
    committee.members[plain(values["name"])] = (values["name"], position.code)
