"""Who is let in where, written by hand from what SECURITY.md and the page of roles promise. It asks nothing of the
product: a mistake in a gate must not be repeated here.

A new address fails the suite until a row names its shape: add it to the row whose people may do it, or write a row.

    Row("Decide on a proposal", "proposals/*/decide w:proposals/*/take-up", "fund-officer@fund", sees=PROPOSAL)

Shapes: the words of the address, `*` for what names a record; `{a,b}` stands for both. `r:` only reading, `w:` only
writing. People: `roles@relations`, or `author`, `invited` (to write, without
an answer yet), `no-post`, `stranger`; the words `signed-in` and `everyone`.
Relations are to the records of world.py: `area` (an area around them; `country` the whole of it), `fund`, `applicant`
(the organisation that applies and carries out), `payer` (an organisation that gives money too), `project`. `any` is
all of these, the neighbours (`near`, `near-project`) and other areas (`far`). A post that ended is in none of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from tests.matrix.addresses import Address

RELATIONS = ("area", "country", "fund", "applicant", "payer", "project", "near", "near-project", "far")


@dataclass(frozen=True)
class Readers:
    names: frozenset[str]

    def has(self, name: str) -> bool:
        if name == "key-that-reads":
            name = "fund-officer@fund"
        return (
            "everyone" in self.names
            or name in self.names
            or ("signed-in" in self.names and name != "stranger")
        )


@cache
def who(text: str) -> Readers:
    found = set()
    for group in text.split():
        roles, at, places = group.partition("@")
        wanted = set(places.split(","))
        if "area" in wanted:
            wanted.add("country")
        if "any" in wanted:
            wanted = set(RELATIONS)
        found |= (
            {f"{role}{at}{place}" for role, place in product(roles.split(","), wanted)} if at else {group}
        )
    return Readers(frozenset(found))


EVERYONE, SIGNED_IN, NOBODY = "everyone", "signed-in", ""

# Proposals
READS_DRAFT = (
    "administrator,central,coordinator,mentor,auditor@area mentor,fund-officer,data-entry,committee-member@fund "
    "project-owner,project-manager,funder-officer@applicant author"
)
SEES_APPLICANTS = (
    "central,mentor@area mentor,fund-officer,committee-member@fund "
    "project-owner,project-manager,funder-officer@applicant author"
)
WRITES_PROPOSAL = "fund-officer,data-entry@fund project-owner@applicant author"
SUBMITS = "fund-officer@fund project-owner@applicant author"
REMARKS = (
    "central,coordinator,mentor@area mentor,fund-officer,committee-member@fund "
    "project-owner,project-manager,funder-officer@applicant author"
)
# Projects
RUNS = "central@area fund-officer@fund project-manager@applicant,project"
SEES_RESPONSIBLE = (
    "central,mentor@area mentor,fund-officer,committee-member@fund mentor,project-owner,project-manager@project "
    "project-owner,project-manager,funder-officer@applicant"
)
# Reports
READS_STARTED = (
    "administrator,central,coordinator,mentor,auditor@area mentor,fund-officer,data-entry,committee-member@fund "
    "mentor,data-entry,project-owner,project-manager@project "
    "project-owner,project-manager,funder-officer@applicant,payer"
)
WRITES_VARIATION = "central@area fund-officer@fund project-owner,project-manager@applicant,project"
WRITES_REPORT = (
    "fund-officer,data-entry@fund data-entry,project-owner,project-manager@project "
    "project-owner,project-manager@applicant"
)
CHECKS = "mentor@area,fund,project"
CONFIRMS = "central@area project-manager@applicant,project"
ACCEPTS = "fund-officer@fund funder-officer@payer"
REMARKS_REPORT = (
    "central,coordinator,mentor@area mentor,fund-officer,committee-member@fund "
    "mentor,project-owner,project-manager@project project-owner,project-manager,funder-officer@applicant,payer"
)
# Plans and funds
READS_PLAN_DRAFT = (
    "administrator,central,coordinator,mentor,auditor@area "
    "mentor,fund-officer,data-entry,committee-member@fund"
)
LOOKS_ON = READS_PLAN_DRAFT  # who answers for the area or the fund
CHECKS_PLAN = "central,coordinator,mentor@area mentor@fund"
GRADES = "mentor@area,fund"
WRITES_PLAN = "central@area fund-officer,data-entry@fund"
KEEPS_FUND = "administrator,central,coordinator@area fund-officer@fund"
KEEPS_ANY_FUND = "administrator,central,coordinator,fund-officer@any"
SEES_BANK = "auditor@area fund-officer@fund"
KEEPS_COMMITTEE = "administrator,central@area fund-officer@fund"
OWN_SETS = "administrator,central,coordinator,mentor,fund-officer,project-manager,funder-officer,executive,auditor@any"
COUNTRY = "administrator,central@country"
EXCHANGES = "administrator,central,coordinator@area fund-officer@fund"
READS_MEMBERS = "administrator,central,mentor@area mentor,fund-officer,data-entry,committee-member@fund"
CATALOGUES = "administrator,central@any"
# People
EVERY_ROLE = (
    "administrator,central,coordinator,mentor,fund-officer,data-entry,committee-member,project-owner,"
    "project-manager,funder-officer,executive,auditor"
)
READS_AREA = "administrator,central,coordinator,mentor,executive,auditor@area"
SEES_WORKER = f"{READS_AREA} mentor,fund-officer,data-entry,committee-member@fund"
# (a fund's officer looks after the organisations of the fund's sub-districts, and so after their people)
WORKS_WITH_APPLICANT = (
    f"{READS_AREA} fund-officer@fund,near project-owner,project-manager,funder-officer@applicant"
)
WORKS_WITH_PROJECT = f"{SEES_WORKER} mentor,data-entry,project-owner,project-manager@project"
INVITERS = "administrator,central,coordinator,fund-officer,project-manager"
INVITES_HERE = "administrator,central,coordinator@area fund-officer@fund"
GIVES_MENTOR = "administrator,central,coordinator@area"


@dataclass(frozen=True)
class Staged:
    """What is different before a record was sent (or agreed) and after."""

    started: str
    sent: str

    def at(self, stage: str) -> str:
        return self.started if stage == "started" else self.sent


PROPOSAL = Staged(READS_DRAFT, SIGNED_IN)
REPORT = Staged(READS_STARTED, EVERYONE)
VARIATION = Staged(READS_STARTED, EVERYONE)
PLAN = Staged(READS_PLAN_DRAFT, EVERYONE)
ANY_REFUSAL = "?"  # whether a refused person learns that the record is there is of no matter


@dataclass(frozen=True)
class Row:
    """`sees`: who reads the record at least, and so hears 403 instead of 404 when more is refused."""

    name: str
    addresses: str
    may: str | Staged
    sees: str | Staged = EVERYONE

    def expected(self, reader: str, stage: str) -> str:
        """yes, 403, 404, or no (any refusal: a visitor may be asked to sign in)."""
        may, sees = (one.at(stage) if isinstance(one, Staged) else one for one in (self.may, self.sees))
        if who(may).has(reader):
            return "yes"
        if reader == "stranger" or sees == ANY_REFUSAL:
            return "no"
        return "403" if who(sees).has(reader) else "404"

    def shapes(self) -> Iterator[str]:
        for token in self.addresses.split():
            ways = (token[0],) if token[:2] in ("r:", "w:") else ("r", "w")
            for way, shape in product(ways, _unfolded(token.removeprefix("r:").removeprefix("w:"))):
                yield f"{way}:{shape}"


def _unfolded(shape: str) -> Iterator[str]:
    """a/{b,c} → a/b, a/c; an empty choice leaves the word out."""
    found = re.search(r"\{([^{}]*)\}", shape)
    if found is None:
        yield re.sub("/+", "/", shape).strip("/")
        return
    for choice in found[1].split(","):
        yield from _unfolded(shape[: found.start()] + choice + shape[found.end() :])


def key(address: Address) -> str:
    return f"{'r' if address.reads else 'w'}:{address.shape}"


ROWS = [
    # Proposals
    Row("Look for proposals, start one", "proposals/new r:proposals w:proposals", SIGNED_IN),
    Row(
        "Start a proposal like a project or with a measure",
        "w:proposals/{from-measure,from-project,from-development}/* "
        "w:{projects,standard-measures,development-rows}/*/propose",
        SIGNED_IN,
    ),
    Row(
        "Start a proposal from a plan",
        "w:proposals/from-plan/* w:planned-projects/*/propose",
        "fund-officer,data-entry@fund",
        sees=PLAN,
    ),
    Row("Read a proposal", "r:proposals/*{,/sections,/rows/*/*}", PROPOSAL, sees=NOBODY),
    Row("Ask for a proposal as a paper", "w:proposals/*/paper", PROPOSAL, sees=NOBODY),
    Row("Ask for a report as a paper", "w:reports/*/paper", Staged(READS_STARTED, SIGNED_IN), sees=NOBODY),
    Row(
        "Ask for papers of what is public",
        "w:projects/*/paper w:funds/*/paper w:plans/funds/*/paper",
        SIGNED_IN,
    ),
    Row("Fetch a paper that another one asked for", "r:papers/*{,/file}", NOBODY, sees=NOBODY),
    Row(
        "Change and sign layouts of papers",
        "r:papers/layouts papers/layouts/* w:papers/layouts/*/sign",
        "administrator@any",
    ),
    Row("Read what was sent", "r:proposals/submissions/* r:submissions/*", SIGNED_IN),
    Row(
        "Write a proposal",
        "proposals/*/{write/*,delete} w:proposals/*/{save,row,rows,fields,choose,remove} "
        "w:proposals/*/{standard-indicators,situations/*/use-figure,rows/*/*/remove,rows/*/*/restore} "
        "w:proposals/*/earlier-texts/{back,bring-back}",
        WRITES_PROPOSAL,
        sees=PROPOSAL,
    ),
    Row("Read earlier texts of a proposal", "r:proposals/*/earlier-texts", READS_DRAFT, sees=PROPOSAL),
    Row(
        "Answer who asks one to write a proposal",
        "author-invitations/* w:author-invitations/*/answer",
        "invited",
        sees=NOBODY,
    ),
    Row(
        "Read the copy of an ID card", "r:proposals/*/applicants/*{,/id-copy}", SEES_APPLICANTS, sees=PROPOSAL
    ),
    # (who writes, but may not see persons, does not learn which there are)
    Row("Put in the copy of an ID card", "w:proposals/*/applicants/*{,/id-copy}", SUBMITS, sees=ANY_REFUSAL),
    # (an author sees applicants and submits: who may not do that, makes nobody an author, nor himself)
    Row(
        "Send or withdraw a proposal, say who writes it",
        "proposals/*/{submit,withdraw,authors} w:proposals/*/authors/*/revoke",
        SUBMITS,
        sees=PROPOSAL,
    ),
    Row(
        "Talk about a proposal",
        "proposals/*/comments r:proposals/*/comments/* w:proposals/*/{comment,comments/*/settle}",
        REMARKS,
        sees=PROPOSAL,
    ),
    Row(
        "Decide on a proposal",
        "proposals/*/{decide,decision/correct} w:proposals/*/take-up",
        "fund-officer@fund",
        sees=PROPOSAL,
    ),
    Row(
        "Return a proposal",
        "proposals/*/return",
        "central,mentor@area mentor,fund-officer@fund",
        sees=PROPOSAL,
    ),
    # Applications of groups without an account
    Row("Apply by a fund's link, see that it was sent", "g/* r:g/*/sent/*", EVERYONE),
    Row("Look for applications", "r:applications", "fund-officer@any"),
    # (closed: no post that lies around the fund reads or answers, whatever else it may do)
    Row(
        "Read and answer an application",
        "r:applications/* applications/*/{accept,decline}",
        "fund-officer@fund",
        sees=NOBODY,
    ),
    Row(
        "Keep a fund's link for applications",
        "r:applications/funds/*{,/poster,/qr.png} w:applications/funds/*/{open,close,renew}",
        INVITES_HERE,
    ),
    # Rubrics, and what mentors grade by them
    Row(
        "Read rubrics",
        "r:instruments{,/*} r:instruments/versions/* r:{instrument-versions,criteria,levels,bands}/*",
        SIGNED_IN,
    ),
    Row(
        "Write rubrics",
        "w:instruments{,/*} instruments/add instruments/*/name w:instruments/*/{retire,restore,begin-version,versions} "
        "instruments/versions/*/{edit,sign,*/new} w:instruments/versions/*/{publish,take-back,discard} "
        "w:instrument-versions/*{,/publish,/take-back,/sign,/discard,/criteria,/bands} "
        "instruments/criteria/*/levels/new w:criteria/*{,/remove,/levels} w:{levels,bands}/*{,/remove} "
        "instruments/pieces/*/* w:instruments/pieces/*/*/remove",
        CATALOGUES,
        sees=SIGNED_IN,
    ),
    Row("Look for grades and graded documents", "r:grades{,/documents} r:graded-documents", SIGNED_IN),
    Row(
        "Lay the grades of two mentors side by side",
        "r:grades/comparison r:grade-comparison",
        "central,coordinator@any",
    ),
    Row("Read a grade", "r:grades/*", READS_DRAFT, sees=NOBODY),
    # (a grade is written by its mentor alone, and this one was given)
    Row("Write a grade", "grades/*/write w:grades/*{,/give,/renew,/discard}", NOBODY, sees=READS_DRAFT),
    Row("Begin to grade a plan", "w:grades/plans/*/begin w:plans/*/grades", GRADES, sees=PLAN),
    Row(
        "Begin to grade a proposal", "w:grades/proposals/*/begin w:proposals/*/grades", GRADES, sees=PROPOSAL
    ),
    # Steps on the own work
    Row("Read which lists were taken away", "r:exports", "administrator,auditor@any"),
    Row("Look for steps on the own work", "r:own-steps", SIGNED_IN),
    Row("Read a step on the own work", "r:own-steps/*", LOOKS_ON, sees=NOBODY),
    # (in world.py the readers neither wrote nor sent it)
    Row(
        "Confirm the step of another person",
        "w:own-steps/*{,/confirm,/decline}",
        "fund-officer@fund",
        sees=LOOKS_ON,
    ),
    # Projects
    Row(
        "Read projects",
        "r:projects{,/problem-figures,/*,/*/details,/*/money,/*/rows/*/*} "
        "r:projects/*/{reports,reports/activities/*,activities/*/waiver} "
        "r:funds/*/{projects,proposals}",
        EVERYONE,
    ),
    Row("Read documents of a project", "r:projects/*/documents/*{,/details}", SIGNED_IN),
    Row(
        "Run a project",
        "projects/*/{edit,plan,plan/*/add,plan/*/*,people,partners,areas,documents/add} "
        "w:projects/*{,/plan/*/*/remove,/rows,/rows/*/*,/rows/*/*/remove,/documents,/documents/*/remove}",
        RUNS,
    ),
    Row(
        "Set who pays a project, its instalments, whether it goes on",
        "projects/*/{funders,instalments,status} w:projects/*/fundings "
        "projects/*/activities/*/waive w:projects/*/activities/*/{waive/back,waiver,waiver/remove}",
        "central@area fund-officer@fund project-manager,funder-officer@payer",
    ),
    Row("List the variations of a project", "r:projects/*/variations", EVERYONE),
    Row("Begin a variation", "w:projects/*/variations{,/new}", WRITES_VARIATION),
    Row("Read a variation", "r:variations/*{,/rows/*/*}", VARIATION, sees=NOBODY),
    Row(
        "Write a variation",
        "variations/*/{edit,plan,plan/*/add,plan/*/*} "
        "w:variations/*{,/plan/*/*/remove,/rows,/rows/*/*,/rows/*/*/remove,/send,/delete}",
        WRITES_VARIATION,
        sees=VARIATION,
    ),
    Row(
        "Decide on a variation",
        "variations/*/{return,decide}",
        "central@area fund-officer@fund project-manager,funder-officer@payer",
        sees=VARIATION,
    ),
    Row("Open the form of a project from paper", "projects/new", "central,fund-officer,project-manager@any"),
    Row("Enter a project for a fund", "w:projects", "central@area fund-officer@fund"),
    # Reports
    Row("Look for reports", "r:reports r:funds/*/reports", EVERYONE),
    Row("Read a report and its parts", "r:reports/*{,/parts/*/*}", REPORT, sees=NOBODY),
    Row(
        "See a picture that nobody released",
        "r:reports/*/photos/*/*",
        Staged(READS_STARTED, SIGNED_IN),
        sees=NOBODY,
    ),
    Row(
        "Say who sees the pictures of a report",
        "reports/*/photos reports/*/photos/*/cover w:reports/*/photos/{release,keep}",
        WRITES_REPORT,
        sees=REPORT,
    ),
    Row(
        "Look for pictures that nobody released",
        "r:reports/photos",
        "fund-officer,data-entry,project-owner,project-manager@any",
    ),
    Row("Open a file of a report", "r:reports/*/files/*", Staged(READS_STARTED, SIGNED_IN), sees=NOBODY),
    Row(
        "Write a report",
        "reports/*/{write/*,delete,send} "
        "w:reports/*/{save,row,choose,fields,photos/add,files,files/add,participants,remove} "
        "w:reports/*/{parts/*/*/remove,parts/*/*/restore,photos/*/move,earlier-texts/back,earlier-texts/bring-back}",
        WRITES_REPORT,
        sees=REPORT,
    ),
    Row("Read earlier texts of a report", "r:reports/*/earlier-texts", READS_STARTED, sees=REPORT),
    Row("Start a report", "w:projects/*/reports{,/new}", WRITES_REPORT),
    Row("Check a report as mentor", "reports/*/step/* w:reports/*/check", CHECKS, sees=REPORT),
    Row("Confirm a report", "w:reports/*/confirm", CONFIRMS, sees=REPORT),
    Row("Accept a report", "w:reports/*/accept", ACCEPTS, sees=REPORT),
    # (one that is being written cannot be returned by anybody, which whoever reads it is told)
    Row(
        "Return a report",
        "reports/*/return",
        Staged(READS_STARTED, f"{CHECKS} {CONFIRMS} {ACCEPTS}"),
        sees=REPORT,
    ),
    Row(
        "Talk about a report",
        "w:reports/*/{comment,comments,comments/*/settle}",
        REMARKS_REPORT,
        sees=REPORT,
    ),
    Row("Read what is said about a report", "r:reports/*/comments{,/*}", READS_STARTED, sees=REPORT),
    # Plans
    Row(
        "Read a plan",
        "r:plans/*{,/chain} r:{situations,objectives,measures,planned-projects}/*",
        PLAN,
        sees=NOBODY,
    ),
    Row(
        "Look for plans",
        "r:chain{,/rows} r:plans r:planned-projects r:plans/planned-projects r:plans/funds/*{,/gaps,/print,/ranking}",
        EVERYONE,
    ),
    Row(
        "Write a plan",
        "plans/*/{budget,detail,remove} plans/*/{situations,objectives,measures,planned-projects}/new "
        "plans/{situations,objectives,measures,planned-projects}/* "
        "w:plans/*{,/copy,/rank,/put-back,/pick-indicator,/pick-measure} "
        "w:plans/situations/*/{pick-objective,use-figure} w:situations/*/use-figure "
        "w:plans/*/{situations,objectives,measures,planned-projects} "
        "w:{,plans/}{situations,objectives,measures,planned-projects}/*/remove "
        "w:{situations,objectives,measures,planned-projects}/*",
        WRITES_PLAN,
        sees=PLAN,
    ),
    Row(
        "Write the plans of a fund's year",
        "plans/funds/*/add w:plans w:plans/funds/*/{copy,ranking} w:funds/*/copy-plans",
        WRITES_PLAN,
    ),
    Row("Read the development plan of a fund's local authority", "r:plans/funds/*/development", SIGNED_IN),
    Row(
        "Bring in rows of a development plan, remove one",
        "w:plans/funds/*/development w:funds/*/development-rows w:{,plans/}development-rows/*/remove",
        WRITES_PLAN,
    ),
    Row("Look for plans by their check", "r:plans/checks", SIGNED_IN),
    Row("Read what a plan said when it was judged", "r:plans/editions/* r:plan-editions/*", EVERYONE),
    Row("Read what was said at the checks of a plan", "r:plans/*/checks", READS_PLAN_DRAFT, sees=PLAN),
    Row("Check a plan, return it", "plans/*/{check,return}", CHECKS_PLAN, sees=PLAN),
    Row("Agree on a plan, open it again", "plans/*/{agree,reopen}", "fund-officer@fund", sees=PLAN),
    Row("Agree on the plans of a year", "plans/funds/*/agree w:funds/*/agree-plans", "fund-officer@fund"),
    # Funds, bank accounts, committees, organisations, networks, lists, areas, figures
    Row(
        "Read what is public",
        "r:funds{,/*,/pick,/kinds,/networks,/networks/*} r:{organizations,networks,fund-kinds,positions}{,/*} "
        "r:networks/*/funds r:{issues,issue-lists,indicators,standard-measures}{,/*} r:committees/{*,positions} "
        "r:issues/{codes,indicators/*,lists/*,measures/*} r:kit-activities/* r:development-rows{,/*} "
        "r:issue-lists/*/entries/* r:codes/*/* "
        "r:{target-groups,expense-groups,expense-categories,support-types} "
        "r:funds/*/{committee,committees} r:committees/funds/* "
        "r:areas{,/*,/pick,/search,/understand-address} r:counts{,/definitions,/download/*,/behind,/stated/*} "
        "r:counts/{units,units/download/*,sets/*,coverage,coverage/download/*} r:area-sets{,/*} r:plans/agreed "
        "r:counts/breakdowns/*{,/download/*} r:counts/indicators{,/*} "
        "r:counts/frozen{,/*,/*/download/*} r:frozen-sets{,/*} r:exports/share search r:place "
        "r:robots.txt r:manifest.webmanifest r:share/* "
        "r:sitemap.xml r:sitemap/* "
        "r:stated-figures{,/*} r:users/roles r:ui r:healthz r:openapi.json r:api{,/*} r: focus w:choose",
        EVERYONE,
    ),
    Row("Read the checks of sense", "r:checks{,/*}", SIGNED_IN),
    Row("Read official figures", "r:official-figures{,/*}", SIGNED_IN),
    Row(
        "Open the form of an official figure", "official-figures/add", "administrator,central,coordinator@any"
    ),
    Row(
        "Keep official figures",
        "official-figures/*/edit w:official-figures{,/*,/*/remove}",
        "administrator,central,coordinator@area",
    ),
    Row("Read who keeps a fund", "r:funds/*/officers", READS_PLAN_DRAFT),
    Row("Keep a fund", "funds/*/{edit,areas,close,authority} w:funds/*{,/reopen,/move}", KEEPS_FUND),
    Row("Open the form of a fund or organisation", "{funds,organizations}/add", KEEPS_ANY_FUND),
    Row("Add a fund", "w:funds", "administrator,central,coordinator@area"),
    # (a fund's officer keeps the organisations of the fund's sub-districts)
    Row(
        "Keep organisations",
        "organizations/*/{edit,areas,close} w:organizations{,/*,/*/reopen}",
        f"{KEEPS_FUND} fund-officer@near",
    ),
    Row("See bank accounts", "r:funds/*/bank-accounts r:bank-accounts/*", SEES_BANK, sees=ANY_REFUSAL),
    Row(
        "Change bank accounts",
        "funds/*/bank-accounts/add funds/bank-accounts/*/edit w:funds/*/bank-accounts "
        "w:funds/bank-accounts/*/close w:bank-accounts/*{,/close,/reopen}",
        "fund-officer@fund",
        sees=ANY_REFUSAL,
    ),
    Row(
        "Keep a committee",
        "committees/funds/*/start w:funds/*/committee committees/*/members/add w:committees/*/members",
        KEEPS_COMMITTEE,
    ),
    Row("Read a seat on a committee", "r:members/*", READS_MEMBERS, sees=NOBODY),
    Row(
        "End a seat on a committee",
        "committees/members/*/{account,end} w:members/*/{account,end}",
        KEEPS_COMMITTEE,
        sees=ANY_REFUSAL,
    ),
    Row(
        "Keep networks",
        "funds/networks/{add,*/edit,*/funds/add} w:funds/networks/*/funds/*/leave "
        "w:networks{,/*,/*/join,/*/funds/*/leave}",
        COUNTRY,
    ),
    Row(
        "Sign a standard measure for the programme",
        "w:issues/measures/*/confirm w:standard-measures/*/confirm",
        "administrator@any",
    ),
    Row(
        "Keep lists",
        "issues/{add,*/edit,*/places,*/indicators/add,*/measures/add,lists/*/add,rows/*/add,rows/*/*/edit} "
        "issues/measures/*/activities/add issues/kit-activities/*/edit w:issues/kit-activities/*/remove "
        "w:standard-measures/*/activities w:kit-activities/*{,/remove} "
        "issues/{indicators,measures}/*/edit w:issues/{indicators,measures}/*/retire w:issues/rows/*/*/retire "
        "w:issues{,/*,/*/retire,/*/restore,/*/indicators,/*/standard-measures} "
        "w:issue-lists{,/*,/*/retire,/*/restore} w:issue-lists/*/entries{,/*,/*/retire,/*/restore} w:codes/* "
        "w:{indicators,standard-measures,positions}/*{,/retire,/restore} w:{positions,fund-kinds} "
        "w:codes/*/*{,/retire,/restore} "
        "funds/kinds/{add,*/edit} w:funds/kinds/*/retire w:fund-kinds/*{,/retire,/restore} "
        "checks/*/edit w:checks/*{,/retire,/restore} "
        "committees/positions/{add,*/edit} w:committees/positions/*/retire",
        CATALOGUES,
    ),
    Row(
        "Change areas",
        "areas/*/{*,sight} r:areas/*/effects w:areas "
        "w:areas/*/{close,merge,move,population,recode,rename,split,villages}",
        "administrator,central@area",
    ),
    Row("Keep a set of areas", "area-sets/add w:area-sets", OWN_SETS),
    # (the one of the world is shared, by who made it)
    Row("Change a set of areas", "area-sets/*/edit w:area-sets/*{,/retire}", COUNTRY),
    # (the page is about the area that one looks at, which is one's own at first)
    Row(
        "Open the form for a figure of a document, for freezing figures",
        "counts/{stated,frozen}/new",
        "administrator,central,coordinator@any",
    ),
    Row(
        "Note a figure of a document, choose one; freeze figures, withdraw a set",
        "w:counts/stated/*{,/basis} w:stated-figures{,/*/choose,/*/basis} counts/frozen/*/withdraw "
        "w:frozen-sets{,/*/withdraw}",
        "administrator,central,coordinator@area",
    ),
    # People
    Row("Look for people", "r:users r:people", f"{EVERY_ROLE}@any"),
    Row(
        "Read about a person, a handover",
        "r:users/* r:people/* r:users/handovers/* r:handovers/*",
        SEES_WORKER,
        sees=NOBODY,
    ),
    Row("Sign a handover", "w:users/handovers/* w:handovers/*/sign", NOBODY, sees=SEES_WORKER),
    Row(
        "Close an account",
        "w:{users,people}/*/{close,open} w:users/*/password-link",
        INVITES_HERE,
        sees=SEES_WORKER,
    ),
    Row("Give a post", "users/*/posts/add w:people/*/posts", INVITES_HERE, sees=ANY_REFUSAL),
    Row("Invite", "users/invitations/add w:invitations r:{,users/}invitations", f"{INVITERS}@any"),
    Row(
        "Read, renew or take back an invitation",
        "r:{,users/}invitations/* w:{,users/}invitations/*/{renew,revoke}",
        GIVES_MENTOR,
        sees=NOBODY,
    ),
    Row("Read a post", "r:{,users/}posts/*", READS_AREA, sees=NOBODY),
    Row("Read who works in an area", "r:users/areas/* r:areas/*/posts", READS_AREA, sees=NOBODY),
    Row("Read who works at a fund", "r:users/places/* r:funds/*/posts", SEES_WORKER, sees=NOBODY),
    Row("Read who works in an organisation", "r:organizations/*/posts", WORKS_WITH_APPLICANT, sees=NOBODY),
    Row("Read who works in a project", "r:projects/*/posts", WORKS_WITH_PROJECT, sees=NOBODY),
    Row(
        "Hand a post over",
        "handover/*/* r:posts/*/successors w:posts/*/hand-over",
        GIVES_MENTOR,
        sees=READS_AREA,
    ),
    Row("End that somebody holds a post", "users/grants/*/end w:holdings/*/end", GIVES_MENTOR, sees=NOBODY),
    # Oneself
    Row(
        "One's own things",
        "r:more settings users/me users/me/keys r:me{,/notices,/tasks} r:notices w:{,me/}notices/read-all "
        "r:handover{,s} r:author-invitations",
        SIGNED_IN,
    ),
    Row(
        "Somebody else's things, links without their proof",
        "r:users/me/keys/* w:users/me/keys/*/revoke r:notices/* r:me/notices/* w:me/notices/*/read "
        "notices/digest/stop/* w:accounts/confirm-email/*",
        NOBODY,
        sees=NOBODY,
    ),
    Row(
        "Sign in, ask for a new password",
        "accounts/{login,logout,signup,inactive,confirm-email,email} r:accounts/confirm-email/* "
        "accounts/password/reset{,/done,/key/done,/key/*} users/join/*",
        EVERYONE,
    ),
    Row(
        "Change one's password",
        "accounts/{reauthenticate,login/code/confirm,password/change,password/set}",
        SIGNED_IN,
    ),
    # The whole system
    Row("Look after jobs, photos that cannot be read", "r:jobs r:files/refused", "administrator@any"),
    Row(
        "Look after one job or photo",
        "jobs/*/set-aside w:jobs/*/try-again w:files/refused/*/{read-again,let-go}",
        "administrator@any",
        sees=NOBODY,
    ),
    Row("Count imported projects", "funds/*/take-over", "fund-officer@fund"),
    Row("Count imported projects no more", "w:take-overs/*/back", "fund-officer@fund", sees=NOBODY),
    Row(
        "Import",
        "import r:import/*{,/lines/*,/report.json,/report.txt} w:import/*/{start,discard,undo} imports "
        "r:imports/*{,/records,/unknown-labels} w:imports/*/{start,discard,undo} import/*/labels import/labels "
        "w:import/labels/*/forget import-labels w:import-labels/*/forget",
        COUNTRY,
    ),
    Row(
        "Send a workbook of a province",
        "workbooks r:workbooks/template",
        "administrator,central,coordinator@any",
    ),
    Row(
        "Exchange with another system",
        "r:exchange{,/download,/there,/there/download} exchange/files r:exchange-projects{,/file} "
        "r:exchange-entries exchange-files r:exchange-forms{,/*} r:exchange-columns/*",
        "administrator,central,coordinator,fund-officer@any",
    ),
    Row(
        "Compare a project with another system, say its result",
        "r:exchange/projects/* exchange/projects/*/result r:exchange-projects/* w:exchange-projects/*/result",
        EXCHANGES,
        sees=EVERYONE,
    ),
    Row(
        "Read what another system holds, say which project it is",
        "exchange/entries/* r:exchange-entries/* w:exchange-entries/*/pair",
        EXCHANGES,
        sees=NOBODY,
    ),
    Row(
        "Look at somebody's file of another system, start it, take it back",
        "r:exchange/files/*{,/rows/*} w:exchange/files/*/{start,discard,undo} "
        "r:exchange-files/*{,/rows} w:exchange-files/*/{start,discard,undo}",
        COUNTRY,
        sees=NOBODY,
    ),
    Row(
        "Keep forms of other systems",
        "exchange/forms/{add,*/edit,*/columns/add} r:exchange/forms{,/*} w:exchange/forms/*/retire "
        "exchange/columns/* w:exchange/columns/*/remove w:exchange-forms{,/*,/*/retire,/*/restore,/*/columns} "
        "w:exchange-columns/*{,/remove}",
        CATALOGUES,
    ),
    Row(
        "Look at somebody's workbook, start it, take it back",
        "r:workbooks/*{,/rows,/rows/*,/mistakes} w:workbooks/*/{start,discard,undo,links}",
        COUNTRY,
        sees=NOBODY,
    ),
]

# What of persons an answer may hold, whatever its address: the nouns of world.MARKS.
PERSONAL = {
    noun: who(readers)
    for noun, readers in {
        "applicants of a draft": SEES_APPLICANTS,
        "applicants of a sent proposal": SEES_APPLICANTS,
        "copies of ID cards of a draft": SEES_APPLICANTS,
        "copies of ID cards of a sent proposal": SEES_APPLICANTS,
        "who wrote a draft": READS_DRAFT,
        "who wrote and decided a sent proposal": SIGNED_IN,
        "what is said about a draft": REMARKS,
        "what is said about a sent proposal": REMARKS,
        "text of a draft": READS_DRAFT,
        "earlier texts of a draft": READS_DRAFT,
        "earlier texts of a sent proposal": READS_DRAFT,
        "earlier texts about applicants of a draft": SEES_APPLICANTS,
        "earlier texts about applicants of a sent proposal": SEES_APPLICANTS,
        "who is asked to write a draft": SUBMITS,
        "who is asked to write a sent proposal": SUBMITS,
        "steps that wait for a second person": LOOKS_ON,
        "persons responsible for a project": SEES_RESPONSIBLE,
        "lists in files of a started report": READS_STARTED,
        "lists in files of a sent report": SIGNED_IN,
        "photos of a started report": READS_STARTED,
        "photos of a sent report that nobody released": SIGNED_IN,
        "who wrote and checked reports": READS_STARTED,
        "what is said about a started report": READS_STARTED,
        "what is said about a sent report": READS_STARTED,
        "text of a started report": READS_STARTED,
        "earlier texts of a sent report": READS_STARTED,
        "documents of a project": SIGNED_IN,
        "bank accounts": SEES_BANK,
        "members of a committee": READS_MEMBERS,
        "text of a plan that is not agreed": READS_PLAN_DRAFT,
        "e-mail and user name of who works at the fund": INVITES_HERE,
        "names of who works at the fund": SEES_WORKER,
        "who is invited": GIVES_MENTOR,
        "work handed over with a post": READS_PLAN_DRAFT,
        "records of a file that was sent in": COUNTRY,
        "people of a workbook": COUNTRY,
        "notices of somebody else": NOBODY,
        "what a group without an account sent": "fund-officer@fund",
    }.items()
}


class NoRow(LookupError):
    """An address that nobody thought of yet."""


def row_of(address: Address) -> Row:
    found = _BY_KEY.get(key(address))
    if found is None:
        raise NoRow(
            f"{address} has no expected row. Who may open it? Write {key(address)!r} into the addresses of the row of "
            "tests/matrix/expected.py, ROWS, whose people may do it, or write a new row (docs/howto/matrix.md)."
        )
    return found


def _by_key() -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in ROWS:
        for one in row.shapes():
            assert one not in found, f"{one} stands in two rows: “{found[one].name}” and “{row.name}”"
            found[one] = row
    return found


_BY_KEY = _by_key()
