"""A field that takes a person asks `accounts.access.person_called`; nothing else turns a name into an account.

Accounts are looked up only in the functions named here, each with the reason why no stranger is told anything. A new
field that looks one up by itself fails the guard.
"""

import ast
from collections.abc import Iterator

from django.apps import apps

from ruamsuk.accounts.sight import personal_nouns
from tests.guards.house import SRC, sources

LOOKS_UP_ACCOUNTS: dict[str, str] = {
    "accounts/access.py:account_called": "finds the owner of a name to write to them; who typed it is told nothing",
    "accounts/access.py:person_called": "shows the account only where visible_people does",
    "accounts/access.py:signs_in_as": "asks may_manage, as the page of the person does",
    "accounts/access.py:visible_people": "the rule itself: who may be seen",
    "accounts/actions.py:_check_names": "a name in use must be refused; the pages that ask are rate-limited",
    "accounts/actions.py:_give": "locks the account that is given a post",
    "accounts/actions.py:_new_user": "makes an account",
    "accounts/forms.py:HandoverForm": "an empty list; the view gives the people whom the reader may see",
    "accounts/queries.py:people_who": "to whom letters go",
    "accounts/models.py:User": "declares the manager",
    "accounts/models.py:UserManager": "signing in",
    "applications/models.py:Application": "a constraint: what is forgotten says nothing",
    "applications/queries.py:account_behind": "told to the officer of the fund that the person wrote to, and recorded",
    "committees/forms.py:AccountForm": "an empty list; the form gives those who hold a post in the fund",
    "committees/queries.py:confirming_members": "whom a notice is sent to",
    "committees/queries.py:holders_in": "those who hold a post in the fund, for who keeps its committee",
    "notices/links.py:user_of_stop_link": "the signed link in a letter names its receiver",
    "notices/queries.py:unread_of_the_last_day": "to whom letters go",
    "plans/queries/checks.py:people_at": "to whom notices go",
    "projects/proposals/actions/drafting/authors.py:add_author": "writes to the owner of a name, answers all alike",
    "projects/trail.py:readable_history": "names beside what was done, on pages with a gate",
    "projects/people.py:holders": "whom a notice is sent to",
    "projects/reports/queries/ladder.py:holders_near": "whom a notice is sent to",
    "grades/queries/comparing.py:pairs_of_mentors": "who graded, for those who compare grades of the area",
    "imports/background.py:undo_import": "who started the job",
    "workbooks/queries/reports.py:without_letter": "invitations without an e-mail, of one's own file",
}
# Typed on the machine itself, by whoever runs it.
ON_THE_MACHINE = ("demo/", "imports/management/", "web/management/")
NAMES = {"username", "email"}


def lookups() -> Iterator[str]:
    for path in sources():
        place = str(path.relative_to(SRC))
        if not place.startswith(ON_THE_MACHINE):
            for owner in ast.parse(path.read_text()).body:
                if any(_looks_up(node) for node in ast.walk(owner)):
                    yield f"{place}:{getattr(owner, 'name', 'module')}"


def _looks_up(node: ast.AST) -> bool:
    """`User.objects`, `account_called(…)`, or a filter by user name or e-mail."""
    if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
        return isinstance(node.value, ast.Name) and node.value.id == "User"
    if not isinstance(node, ast.Call):
        return False
    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if called == "account_called":
        return True
    asked = {part for keyword in node.keywords if keyword.arg for part in keyword.arg.split("__")}
    return called in ("Q", "filter", "get", "exclude") and bool(asked & NAMES)


def test_accounts_are_looked_up_in_named_rooms_only() -> None:
    assert sorted(set(lookups())) == sorted(LOOKS_UP_ACCOUNTS)


# Fields that hold something of a person; whoever has one says who reads it by place (`personal`), or stands here.
OF_PEOPLE = {"phone", "email", "id_copy", "account_name"}
NOT_READ_BY_PLACE = {
    "accounts.User": "its posts are: accounts.Grant",
    "accounts.Invitation": "read where its post's holders are, with `reach_people`",
    "applications.Application": "closed: read by posts in the fund alone, never by place",
    "organizations.Organization": "an office",
    "funds.Fund": "an office",
}


def test_every_model_that_holds_something_of_people_says_who_reads_it() -> None:
    """Else a change of areas would widen who sees it, and nobody would be asked (docs/adr/0044)."""
    told = {model._meta.label for model, _noun in personal_nouns()}
    held = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("ruamsuk.")
        and OF_PEOPLE & {field.name for field in model._meta.fields}
    }
    assert held - told == set(NOT_READ_BY_PLACE)
