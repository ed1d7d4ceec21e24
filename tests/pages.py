"""Every page that can be opened, in the small site of tests/site.py. A new page is one line here.

The tests that walk this list look at each page in both languages (tests/guards/test_pages.py) and in the browser
(tests/e2e/test_pages.py); a route that is neither here nor in SKIPPED fails the guard.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ruamsuk.core.calendar import today

Site = SimpleNamespace
YESTERDAY = today() - timedelta(days=1)


@dataclass(frozen=True)
class Page:
    """`args(site)`: what the address needs. `who`: attribute of the site that opens it; "" is a visitor."""

    args: Callable[[Site], tuple[Any, ...]] = lambda site: ()
    query: str | Callable[[Site], str] = ""
    who: str = "everybody"

    def address(self, name: str, site: Site) -> str:
        query = self.query if isinstance(self.query, str) else self.query(site)
        return reverse(name.partition(" ")[0], args=self.args(site)) + query


def of(path: str, *more: Any, query: str | Callable[[Site], str] = "") -> Page:
    """The page of one record: `of("fund")` opens it with the uid of `site.fund`, `of("home.pk")` with that value."""

    def args(site: Site) -> tuple[Any, ...]:
        noun, _, field = path.partition(".")
        return (
            getattr(getattr(site, noun), field or "uid"),
            *(more_value(site) if callable(more_value) else more_value for more_value in more),
        )

    return Page(args, query)


VISITOR = Page(who="")
PAGE = Page()

# Name in `{% url %}` → how to open it. A word after the name tells several pages of one route apart.
PAGES: dict[str, Page] = {
    # Without signing in
    "web:home visitor": VISITOR,
    "web:place": VISITOR,
    "web:place several": Page(query="?q=Kh", who=""),
    "core:gallery": VISITOR,
    "api-handbook": VISITOR,
    "api-handbook-noun": Page(lambda site: ("funds",), who=""),
    "account_login": VISITOR,
    "account_reset_password": VISITOR,
    "account_reset_password_done": VISITOR,
    "account_reset_password_from_key_done": VISITOR,
    "account_inactive": VISITOR,
    "accounts:join": Page(lambda site: (site.invitation.token,), who=""),
    "applications:apply": Page(lambda site: (site.link.code,), who=""),
    "applications:sent": Page(lambda site: (site.link.code, site.application.uid), who=""),
    # The frame
    "web:home": PAGE,
    "web:more": PAGE,
    "web:settings": PAGE,
    "web:focus": PAGE,
    "web:handovers": PAGE,
    "web:handover": of("post", lambda site: site.mentor.uid),
    "account_change_password": PAGE,
    "account_logout": PAGE,
    "account_reauthenticate": PAGE,
    "notices:notices": PAGE,
    # People
    "accounts:people": PAGE,
    "accounts:roles": VISITOR,
    "accounts:profile": PAGE,
    "accounts:api-tokens": PAGE,
    "accounts:api-token": of("key"),
    "accounts:invitations": PAGE,
    "accounts:invite": PAGE,
    "accounts:invite fund": Page(query=lambda site: f"?scope={site.fund.scope_id}"),
    "accounts:invite role": Page(query="?area=901104&role=mentor"),
    "accounts:invitation": of("invitation"),
    "accounts:place": of("fund.scope_id"),
    "accounts:place organization": of("authority.scope_id"),
    "accounts:place project": of("project.scope_id"),
    "accounts:area-place": of("home.pk"),
    "accounts:post": of("post"),
    "accounts:handover": of("handover"),
    "accounts:end-role": of("mentor_grant"),
    "accounts:person": of("mentor"),
    "accounts:give-role": of("mentor"),
    # Areas
    "areas:area_list": PAGE,
    "areas:area_list search": Page(query="?q=Hat+Yai"),
    "areas:area": of("home.pk"),
    "areas:change open": of("district.pk", "open"),
    "areas:change villages": of("home.pk", "villages"),
    "areas:change village": of("home.pk", "village"),
    "areas:change population": of("home.pk", "population"),
    "areas:change rename": of("home.pk", "rename"),
    "areas:change recode": of("home.pk", "recode"),
    "areas:change move": of("home.pk", "move"),
    "areas:change merge": of("home.pk", "merge"),
    "areas:change split": of("home.pk", "split"),
    "areas:change close": of("home.pk", "close"),
    "areas:sight": of("home.pk"),
    # Operating
    "jobs:jobs": PAGE,
    "jobs:set-aside": of("failed_job"),
    "files:refused": PAGE,
    # Catalogues
    "checks:index": PAGE,
    "checks:edit": Page(lambda site: ("line-above-income",)),
    "instruments:index": PAGE,
    "instruments:add": PAGE,
    "instruments:name": of("rubric"),
    "instruments:version": of("rubric_version"),
    "instruments:version draft": of("rubric_draft"),
    "instruments:version-edit": of("rubric_draft"),
    "instruments:sign": of("rubric_version"),
    "instruments:part-new criterion": of("rubric_draft", "criteria"),
    "instruments:part-new band": of("rubric_draft", "bands"),
    "instruments:level-new": of("criterion"),
    "instruments:part-edit criterion": Page(lambda site: ("criteria", site.criterion.uid)),
    "instruments:part-edit level": Page(lambda site: ("levels", site.level.uid)),
    "instruments:part-edit band": Page(lambda site: ("bands", site.band.uid)),
    "issues:index": VISITOR,
    "issues:add": PAGE,
    "issues:codes": PAGE,
    "issues:list": Page(lambda site: ("strategic-8",)),
    "issues:add-line": Page(lambda site: ("strategic-8",)),
    "issues:issue": Page(lambda site: (site.plan.issue.uid,)),
    "issues:edit": Page(lambda site: (site.plan.issue.uid,)),
    "issues:places": Page(lambda site: (site.plan.issue.uid,)),
    "issues:indicator": Page(lambda site: (site.plan.issue.indicators.first().uid,)),
    "issues:edit-indicator": Page(lambda site: (site.plan.issue.indicators.first().uid,)),
    "issues:add-indicator": Page(lambda site: (site.plan.issue.uid,)),
    "issues:measure": Page(lambda site: (site.plan.issue.measures.first().code,)),
    "issues:add-kit-activity": Page(lambda site: (site.plan.issue.measures.first().code,)),
    "issues:edit-kit-activity": Page(lambda site: (site.plan.issue.measures.first().activities.first().uid,)),
    "issues:add-measure": Page(lambda site: (site.plan.issue.uid,)),
    "issues:edit-measure": Page(lambda site: (site.plan.issue.measures.first().code,)),
    "issues:add-row list": Page(lambda site: ("lists",)),
    "issues:add-row group": Page(lambda site: ("target-groups",)),
    "issues:add-row spending": Page(lambda site: ("expenses",)),
    "issues:add-row spending group": Page(lambda site: ("expense-groups",)),
    "issues:add-row support": Page(lambda site: ("support-types",)),
    "issues:edit-row list": Page(lambda site: ("lists", site.plan.issue.entries.first().issue_list_id)),
    "issues:edit-row line": Page(lambda site: ("lines", site.plan.issue.entries.first().pk)),
    "issues:edit-row support": Page(lambda site: ("support-types", site.support_type.pk)),
    # Official figures
    "evidence:index": PAGE,
    "evidence:index nothing": Page(query="?q=zzz"),
    "evidence:add": PAGE,
    "evidence:edit": of("official_figure"),
    # Organisations and funds
    "organizations:index": VISITOR,
    "organizations:add": PAGE,
    "organizations:organization": of("authority"),
    "organizations:edit": of("authority"),
    "organizations:areas": of("authority"),
    "organizations:close": of("school"),
    "funds:index": PAGE,
    "funds:index nothing": Page(query="?q=zzz"),
    "funds:add": PAGE,
    "funds:add form": Page(query=lambda site: f"?organization={site.authority.uid}"),
    "funds:kinds": VISITOR,
    "funds:add-kind": PAGE,
    "funds:edit-kind": Page(lambda site: (site.fund.kind.code,)),
    "funds:networks": PAGE,
    "funds:add-network": PAGE,
    "funds:network": of("network"),
    "funds:edit-network": of("network"),
    "funds:join-network": of("network"),
    "funds:fund": of("fund"),
    "funds:fund closed": of("closed_fund"),
    "funds:edit": of("fund"),
    "funds:areas": of("fund"),
    "funds:close": of("fund"),
    "funds:authority": of("fund"),
    "funds:authority confirm": of("fund", query=lambda site: f"?organization={site.authority.uid}"),
    "funds:officers": of("fund"),
    "funds:bank-accounts": of("fund"),
    "funds:add-bank-account": of("fund"),
    "funds:edit-bank-account": of("account"),
    "committees:positions": PAGE,
    "committees:add-position": PAGE,
    "committees:edit-position": Page(lambda site: (site.member.position_id,)),
    "committees:fund": of("fund"),
    "committees:start": of("fund"),
    "committees:committee": of("committee"),
    "committees:add-member": of("committee"),
    "committees:end-member": of("member"),
    "committees:member-account": of("member"),
    # Plans
    "plans:funds": PAGE,
    "plans:agreed": PAGE,
    "plans:planned-projects": PAGE,
    "plans:checks": PAGE,
    "plans:edition": of("edition"),
    "plans:check": of("unchecked_plan"),
    "plans:return": of("agreed_plan"),
    "plans:fund-year": of("fund"),
    "plans:add-issue": of("fund"),
    "plans:development": of("fund"),
    "plans:ranking": of("fund"),
    "plans:gaps": of("fund"),
    "plans:agree-year": of("fund"),
    "plans:print-year": of("fund"),
    "plans:plan": of("plan"),
    "plans:plan agreed": of("agreed_plan"),
    "plans:budget": of("plan"),
    "plans:detail": of("plan"),
    "plans:agree": of("plan"),
    "plans:reopen": of("agreed_plan"),
    "plans:remove": of("plan"),
    "plans:situation-new": of("plan"),
    "plans:situation": of("situation"),
    "plans:objective-new": of("plan"),
    "plans:objective": of("objective"),
    "plans:measure-new": of("plan"),
    "plans:measure": of("plan_measure"),
    "plans:planned-project-new": of("plan"),
    "plans:planned-project": of("planned_project"),
    "projects:chain": VISITOR,
    "projects:chain-rows": VISITOR,
    "projects:chain-rows objectives": Page(query="?show=objectives"),
    "projects:chain-rows projects": Page(query="?show=projects"),
    "projects:plan-chain": of("plan"),
    "projects:plan-chain agreed": of("agreed_plan"),
    "projects:problem-figures": VISITOR,
    "projects:problem-figures unsaid": Page(query="?figure=problems_unsaid"),
    # Proposals
    "projects:proposals": PAGE,
    "projects:proposal-new": PAGE,
    "projects:proposal": of("draft"),
    "projects:proposal submitted": of("submitted"),
    "projects:proposal reviewed": of("reviewed"),
    "projects:proposal-sections": of("submitted"),
    "projects:submission": of("submission"),
    "projects:proposal-write name": of("draft", "name"),
    "projects:proposal-write aims": of("draft", "aims"),
    "projects:proposal-write people": of("draft", "people"),
    "projects:proposal-write work": of("draft", "work"),
    "projects:proposal-write review": of("draft", "review"),
    "projects:proposal-authors": of("draft"),
    "projects:author-invitation": of("invited_to_write"),
    "projects:proposal-texts": of("draft"),
    "projects:proposal-delete": of("draft"),
    "projects:proposal-submit": of("draft"),
    "projects:proposal-return": of("reviewed"),
    "projects:proposal-withdraw": of("submitted"),
    "projects:proposal-decide": of("reviewed"),
    "projects:decision-correct": of("decided"),
    "projects:proposal waiting": of("waiting"),
    "projects:own-steps": PAGE,
    "projects:own-steps waiting": Page(query="?state=waiting"),
    "projects:own-step": of("own_step"),
    "projects:fund-proposals": of("fund"),
    # Applications of groups without an account
    "applications:applications": PAGE,
    "applications:fund": of("fund"),
    "applications:fund closed": of("closed_fund"),
    "applications:poster": of("fund"),
    "applications:application": of("application"),
    "applications:application accepted": of("accepted"),
    "applications:application declined": of("declined"),
    "applications:accept": of("application"),
    "applications:decline": of("application"),
    # Grades
    "grades:index": PAGE,
    "grades:documents": Page(query="?about=proposal"),
    "grades:comparison": PAGE,
    "grades:grade": of("grade"),
    "grades:grade draft": Page(lambda site: (site.grade_draft.uid,), who="grader"),
    "grades:write": Page(lambda site: (site.grade_draft.uid,), who="grader"),
    # Projects
    "projects:projects": PAGE,
    "projects:project-new": PAGE,
    "projects:project": of("project"),
    "projects:project-details": of("project"),
    "projects:project-money": of("project"),
    "projects:project-edit": of("project"),
    "projects:project-plan": of("paper"),
    "projects:project-row-add": of("paper", "objective"),
    "projects:project-row-edit": of("paper", "objective", lambda site: site.paper_objective.uid),
    "projects:project-variations": Page(lambda site: (site.variation.project.uid,)),
    "projects:variation": of("variation"),
    "projects:variation sent": of("sent_variation"),
    "projects:variation-edit": of("variation"),
    "projects:variation-plan": of("variation"),
    "projects:variation-row-add": of("variation", "objective"),
    "projects:variation-row-edit": of("variation", "objective", lambda site: site.variation_objective.uid),
    "projects:variation-return": of("sent_variation"),
    "projects:variation-decide": of("sent_variation"),
    "projects:project-fundings": of("project"),
    "projects:project-partners": of("project"),
    "projects:project-instalments": of("project"),
    "projects:project-people": of("project"),
    "projects:project-areas": of("project"),
    "projects:project-status": of("project"),
    "projects:project-document-add": of("project"),
    "projects:fund-projects": of("fund"),
    "projects:take-over": of("fund"),
    # Reports
    "projects:reports": PAGE,
    "projects:fund-reports": of("fund"),
    "projects:project-reports": of("project"),
    "projects:activity-reports": of("project", lambda site: site.report.activity.uid),
    "projects:report-waive": of("project", lambda site: site.report.activity.uid),
    "projects:report": of("report"),
    "projects:report sent": of("sent_report"),
    "projects:report-texts": of("report"),
    "projects:report-write done": of("report", "done"),
    "projects:report-write results": of("report", "results"),
    "projects:report-write money": of("report", "money"),
    "projects:photos-to-look-at": PAGE,
    "projects:report-photo-rights": of("sent_report"),
    "projects:report-photo-cover": Page(lambda site: (site.sent_report.uid, site.photo.uid)),
    "projects:report-write photos": of("report", "photos"),
    "projects:report-delete": of("report"),
    "projects:report-send": of("report"),
    "projects:report-step": of("sent_report", "mentor-checked"),
    "projects:report-return": of("sent_report"),
    # Counting
    "web:search": VISITOR,
    "web:search words": Page(query=lambda site: f"?q={site.fund.name}"),
    "exports:index": PAGE,
    "papers:layouts": PAGE,
    "papers:layout": Page(lambda site: ("proposal",)),
    "papers:paper": of("printed"),
    "exports:share": Page(query="?of=/projects/", who=""),
    "area_sets:index": PAGE,
    "area_sets:add": PAGE,
    "area_sets:area-set": of("area_set"),
    "area_sets:edit": of("area_set"),
    "dashboards:counts": PAGE,
    "dashboards:counts zone": Page(query=lambda site: f"?area={site.home.zone.code}"),
    "dashboards:counts fund": Page(query=lambda site: f"?fund={site.fund.uid}"),
    "dashboards:definitions": VISITOR,
    "dashboards:units": Page(query=lambda site: f"?area={site.home.code}&figure=approved&has=some"),
    "dashboards:units districts": Page(query="?area=TH&unit=district&figure=plans&has=unknown"),
    "dashboards:coverage": Page(query=lambda site: f"?area={site.district.code}&list=programme-10"),
    "dashboards:coverage districts": Page(query="?area=TH&unit=district&figure=plans&covers=unknown"),
    "dashboards:breakdown": Page(
        lambda site: ("partners",), query=lambda site: f"?area={site.home.zone.code}"
    ),
    "dashboards:breakdown sectors": Page(
        lambda site: ("sectors",), query=lambda site: f"?area={site.home.code}"
    ),
    "dashboards:breakdown organizations": Page(
        lambda site: ("organizations",), query=lambda site: f"?fund={site.fund.uid}"
    ),
    "dashboards:indicators": Page(query="?area=TH"),
    "dashboards:indicators fund": Page(query=lambda site: f"?fund={site.fund.uid}"),
    "dashboards:indicator": Page(lambda site: (site.plan.issue.indicators.first().uid,), query="?area=TH"),
    "dashboards:counts set": Page(query=lambda site: f"?set={site.area_set.uid}"),
    "dashboards:counts known then": Page(query=lambda site: f"?area={site.home.zone.code}&on={YESTERDAY}"),
    "dashboards:counts corrected": Page(
        query=lambda site: f"?fund={site.fund.uid}&on={YESTERDAY}&way=corrected"
    ),
    "dashboards:behind": Page(query=f"?area=TH&on={YESTERDAY}&figure=approved"),
    "dashboards:behind corrected": Page(query=f"?area=TH&on={YESTERDAY}&way=corrected&figure=approved"),
    "dashboards:frozen-sets": VISITOR,
    "dashboards:frozen-new": PAGE,
    "dashboards:frozen": of("frozen"),
    "dashboards:frozen withdrawn": of("withdrawn_set"),
    "dashboards:frozen-withdraw": of("frozen"),
    "dashboards:stated-new": PAGE,
    "dashboards:stated": of("stated"),
    # Import
    "imports:batches": PAGE,
    "imports:batch": of("waiting_file"),
    "imports:batch imported": of("imported_file"),
    "imports:batch undone": of("undone_file"),
    "imports:line": of("waiting_file", 1),
    "imports:line imported": of("imported_file", 1),
    "imports:line unreadable": of("imported_file", 2),
    "workbooks:workbooks": PAGE,
    "workbooks:workbook": of("waiting_workbook"),
    "workbooks:workbook imported": of("imported_workbook"),
    "workbooks:workbook undone": of("undone_workbook"),
    "workbooks:row": of("waiting_workbook", 1),
    "workbooks:row refused": of("waiting_workbook", 2),
    "workbooks:row imported": of("imported_workbook", 1),
    "exchanges:index": Page(query=lambda site: f"?area={site.home.code}"),
    "exchanges:index differs": Page(query=lambda site: f"?area={site.home.code}&show=differs"),
    "exchanges:index too little": Page(query="?area=8001&show=ready&page=9"),
    "exchanges:there": Page(query=lambda site: f"?area={site.home.code}"),
    "exchanges:beside": of("project"),
    "exchanges:beside of a form": Page(
        lambda site: (site.project.uid,), lambda site: f"?form={site.exchange_form.uid}"
    ),
    "exchanges:result": of("project"),
    "exchanges:entry": of("outside_entry"),
    "exchanges:entry alone": of("entry_alone"),
    "exchanges:files": PAGE,
    "exchanges:file": of("waiting_exchange"),
    "exchanges:file imported": of("imported_exchange"),
    "exchanges:row": of("waiting_exchange", 1),
    "exchanges:row refused": of("waiting_exchange", 2),
    "exchanges:row imported": of("imported_exchange", 1),
    "exchanges:forms": PAGE,
    "exchanges:form-add": PAGE,
    "exchanges:form": of("exchange_form"),
    "exchanges:form-edit": of("exchange_form"),
    "exchanges:column-add": of("exchange_form"),
    "exchanges:column-edit": of("exchange_column"),
    "older_pages:labels": PAGE,
    "older_pages:unknown": of("waiting_file"),
    "older_pages:unknown imported": of("imported_file"),
}

# Routes that show no page of their own, each with its reason. Routes for POST alone are known by themselves.
SKIPPED: dict[str, str] = {
    "openapi": "the description of the API, for programs",
    "healthz": "an answer for machines",
    "web:robots": "an answer for machines",
    "web:manifest": "an answer for machines",
    "web:share-picture": "a file",
    "web:sitemap": "an answer for machines",
    "web:sitemap-part": "an answer for machines",
    "papers:paper-file": "a file",
    "funds:pick": "an answer for the field that looks funds up",
    "areas:pick": "an answer for the field that looks areas up",
    "notices:open": "hands on to what the notice tells of",
    "notices:stop-digest": "its link stands only in a signed letter; tested in notices",
    "account_email": "hands on to the profile",
    "account_signup": "accounts begin with an invitation: it says so and hands on",
    "account_email_verification_sent": "letters that verify are not used",
    "account_confirm_email": "letters that verify are not used",
    "account_confirm_login_code": "sign-in by code is not used",
    "account_set_password": "hands on: every account has a password",
    "account_reset_password_from_key": "its link stands only in a signed letter; tested in accounts",
    "applications:picture": "a file",
    "projects:applicant-id-copy": "a file",
    "projects:project-document": "a file",
    "projects:report-photo": "a file",
    "projects:report-file": "a file",
    "dashboards:download": "a file",
    "dashboards:units-download": "a file",
    "dashboards:coverage-download": "a file",
    "dashboards:breakdown-download": "a file",
    "dashboards:set": "hands on to the figures of a set",
    "dashboards:frozen-download": "a file",
    "imports:report-json": "a file",
    "imports:report-text": "a file",
    "exchanges:download": "a file",
    "exchanges:there-download": "a file",
    "workbooks:template": "a file",
    "workbooks:mistakes": "a file",
}


def routes() -> Iterator[str]:
    """Names of all routes that answer a GET with a page of ours or of the sign-in library; not the API."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[Any], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "api":
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and not _for_post_alone(pattern.callback):
            yield f"{namespace}{pattern.name}"


def _for_post_alone(view: Any) -> bool:
    """Whether `require_POST` is among the view's decorators."""
    while view is not None:
        cells = getattr(view, "__closure__", None) or ()
        if any(cell.cell_contents == ["POST"] for cell in cells):
            return True
        view = getattr(view, "__wrapped__", None)
    return False
