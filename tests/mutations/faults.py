"""Faults of different kinds, as somebody might make them, each with the tests that must see it.

Each is one change of one place, made in a copy of the project (`python -m tests.mutations`); the tests named beside
it are those of the rooms it lies in. A fault that no test sees is a test that is missing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    kind: str
    file: str  # under src/ruamsuk
    stands: str
    written: str
    tests: str  # paths
    races: bool = False  # it shows only where two people act at the same moment, on PostgreSQL
    second: bool = False  # what is asked on the second database (docs/adr/0102) must be enough to see it


FAULTS = {
    "fiscal-year": Fault(
        "off by one: the fiscal year turns in November",
        "core/calendar.py",
        "1 if day.month >= 10 else 0",
        "1 if day.month > 10 else 0",
        "src/ruamsuk/core",
    ),
    "swapped-day": Fault(
        "swapped fields: the month before the day",
        "core/calendar.py",
        "year, month, day = m[3], int(m[2]), int(m[1])",
        "year, month, day = m[3], int(m[1]), int(m[2])",
        "src/ruamsuk/core",
    ),
    "rounded-money": Fault(
        "money rounded instead of refused",
        "core/money.py",
        "return int(satang) if satang == satang.to_integral_value() else None",
        "return int(satang)",
        "src/ruamsuk/core",
    ),
    "lost-text": Fault(
        "a newer text is overwritten unheard",
        "core/merging.py",
        "    return Fate.CONFLICT\n",
        "    return Fate.WRITE\n",
        "src/ruamsuk/core",
    ),
    "page-edge": Fault(
        "wrong comparison: the last row of a list is on no page",
        "core/paging.py",
        "        more = len(keys) > size\n",
        "        more = len(keys) > size + 1\n",
        "tests/test_paging.py",
    ),
    "range-edge": Fault(
        "off by one: an area ends in its neighbour",
        "areas/ranges.py",
        "return self.place + self.width - 1",
        "return self.place + self.width",
        "src/ruamsuk/areas src/ruamsuk/accounts",
    ),
    "ended-post": Fault(
        "wrong comparison: a post ends a day early",
        "accounts/models.py",
        "self.ends_on >= day)",
        "self.ends_on > day)",
        "src/ruamsuk/accounts",
    ),
    "owners-verb": Fault(
        "a verb of the money is reached by the owner",
        "accounts/rule.py",
        "        if can.follows_money:\n            return self.payers\n",
        "",
        "src/ruamsuk/projects/tests/test_follows_the_money.py",
    ),
    "forgotten-gate": Fault(
        "a page opens what its reader may not see",
        "projects/proposals/views/proposals.py",
        "fund = fund_for(request.user, uid, READ)\n    rows = Shown.visible_to(request.user)",
        "fund = fund_for(request.user, uid, READ)\n    rows = Shown(None)",
        "src/ruamsuk/projects/tests tests/matrix",
    ),
    "missing-lock": Fault(
        "two decisions at once are both made",
        "projects/proposals/actions/sending.py",
        'Proposal.objects.select_for_update().only("pk").get(pk=proposal.pk)',
        "pass",
        "src/ruamsuk/projects/tests/test_twice.py",
        races=True,
    ),
    "uncounted": Fault(
        "a decision is not counted",
        "projects/tallies/actions.py",
        "    for piece in _pieces(found, AT_ONCE)",
        "    for piece in _pieces(found - found, AT_ONCE)",
        "src/ruamsuk/dashboards src/ruamsuk/projects/tests/test_deciding.py",
    ),
    "due-early": Fault(
        "off by one: a report is due on the last day itself",
        "projects/reports/queries/due.py",
        "ends_on__lt=on or today()",
        "ends_on__lte=on or today()",
        "src/ruamsuk/projects/tests/test_reports.py",
    ),
    "overlap": Fault(
        "wrong sign: what stands under two issues is counted twice",
        "counting/question.py",
        "for figures in self.entries.values()) - self.total[code]",
        "for figures in self.entries.values()) + self.total[code]",
        "src/ruamsuk/dashboards",
    ),
    "unsigned": Fault(
        "a column is forgotten: who did it is not signed",
        "audit/trail.py",
        "        str(row.op_id),\n        row.verb,\n        row.actor_id,\n",
        "        str(row.op_id),\n        row.verb,\n",
        "src/ruamsuk/audit",
    ),
    # Each must be seen by the part of a sweep that is asked of PostgreSQL. It counts no letters of a number or a day.
    "second-page": Fault(
        "the second database refuses the statement of a page",
        "notices/views.py",
        "Page(request, notices_of(request.user), order",
        'Page(request, notices_of(request.user).extra(where=["length(notices_notice.id) > 0"]), order',
        "tests/matrix/test_matrix.py",
        second=True,
    ),
    "second-filter": Fault(
        "the second database refuses one filter of the lists",
        "projects/designs/filters.py",
        'links = links.filter(issue__in=self.issues.values("issue"))',
        'links = links.extra(where=["length(issue_id) > 0"]).filter(issue__in=self.issues.values("issue"))',
        "src/ruamsuk/projects/tests/test_as_sent.py",
        second=True,
    ),
    "second-draft": Fault(
        "a filter asks the draft instead of what was sent",
        "projects/proposals/queries/shown.py",
        '"design__issue_links": "issue_links",',
        '"design__issue_links": "proposal__design__issue_links",',
        "src/ruamsuk/projects/tests/test_as_sent.py",
        second=True,
    ),
    "second-call": Fault(
        "the second database refuses the statement of a call",
        "evidence/api.py",
        "    rows = changed(rows, wanted).filter(containing(wanted.q))\n",
        "    rows = changed(rows, wanted).filter(containing(wanted.q))\n"
        '    rows = rows.extra(where=["length(evidence_officialfigure.measured_on) > 0"])\n',
        "tests/test_api_description.py",
        second=True,
    ),
    "second-answer": Fault(
        "an answer is not as the API describes it",
        "evidence/api.py",
        "return row.indicator.code if row.indicator else None",
        "return row.indicator_id if row.indicator else None",
        "tests/test_api_description.py",
        second=True,
    ),
    "second-value": Fault(
        "the second database refuses what a test of many values asks with each",
        "checks/access.py",
        "Check.objects.filter(code=code)",
        'Check.objects.filter(code=code).extra(where=["length(checks_check.id) > 0"])',
        "src/ruamsuk/checks/tests/test_editing.py::test_what_cannot_be_is_refused_and_nothing_is_changed",
        second=True,
    ),
    "second-oldest": Fault(
        "a migration of long ago turns what waits and what is settled around",
        "projects/migrations/0006_every_text_kept.py",
        '"aside" if row.resolved_at else "waiting"',
        '"waiting" if row.resolved_at else "aside"',
        "tests/test_world.py tests/migrations/test_dumps.py",
        second=True,
    ),
    "second-newest": Fault(
        "what only the newest records have is no longer as it is stored",
        "dashboards/queries/checks.py",
        "stored = grade.points, grade.most, grade.band_id",
        "stored = grade.most, grade.points, grade.band_id",
        "tests/test_world.py tests/migrations/test_dumps.py",
        second=True,
    ),
}
