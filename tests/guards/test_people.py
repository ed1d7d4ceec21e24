"""A field that takes a person asks `accounts.access.person_called`; nothing else turns a name into an account.

Accounts are looked up only in the functions named here, each with the reason why no stranger is told anything. A new
field that looks one up by itself fails the guard.
"""

import ast
from collections.abc import Iterator

from tests.guards.house import SRC, sources

LOOKS_UP_ACCOUNTS: dict[str, str] = {
    "accounts/access.py:visible_people": "the rule itself: who may be seen",
    "accounts/access.py:person_called": "shows the account only where visible_people does",
    "accounts/access.py:account_called": "finds the owner of a name to write to them; who typed it is told nothing",
    "accounts/actions.py:_new_user": "makes an account",
    "accounts/actions.py:_check_names": "a name in use must be refused; the pages that ask are rate-limited",
    "accounts/actions.py:_one_at_a_time": "locks the account of the person who acts",
    "accounts/queries.py:people_found": "filters people whom the reader may see",
    "accounts/forms.py:HandoverForm": "an empty list; the view gives the people whom the reader may see",
    "projects/actions/drafting/authors.py:add_author": "writes to the owner of the name, answers alike without one",
    "projects/views/reports/writing.py:_conflicts": "names of co-writers of a report that one writes",
    "projects/queries/history.py:readable_history": "names beside what was done, on pages behind their own gate",
    "projects/queries/people.py:_holders": "whom a notice is sent to",
    "projects/queries/reports.py:holders_of": "whom a notice is sent to",
    "notices/links.py:reader_of": "the signed link in a letter names its receiver",
    "transfer/background.py:undo_import": "who started the job",
    "transfer/management/commands/import.py:handle": "on the machine itself",
    "transfer/management/commands/demo-accounts.py:handle": "on the machine itself",
}
NAMES = {"username", "email"}


def lookups() -> Iterator[str]:
    for path in sources():
        tree = ast.parse(path.read_text())
        for scope in tree.body:
            inner = [one for one in ast.walk(scope) if isinstance(one, ast.FunctionDef)] or [scope]
            for owner in inner if isinstance(scope, ast.ClassDef) else [scope]:
                if any(_looks_up(node) for node in ast.walk(owner)):
                    name = getattr(owner, "name", "module")
                    yield f"{path.relative_to(SRC)}:{name}"


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
