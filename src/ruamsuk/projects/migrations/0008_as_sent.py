"""Proposals in correction are listed and counted as they were sent last: filled from what was frozen then."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

REWRITTEN = ("returned", "withdrawn")
FIGURES = "approved running budget_satang reports_due reports_sent reports_accepted reports_late".split()


def forwards(apps, schema_editor):
    proposal, sent = apps.get_model("projects", "Proposal"), apps.get_model("projects", "SentProposal")
    sent_issue, submission = apps.get_model("projects", "SentIssue"), apps.get_model("projects", "Submission")
    issue, link = apps.get_model("issues", "Issue"), apps.get_model("projects", "DesignIssue")
    issues = dict(issue.objects.values_list("code", "pk"))
    tallies = Tallies(apps)
    keys = list(proposal.objects.filter(state__in=REWRITTEN).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), 200):
        some = keys[start : start + 200]
        rows = proposal.objects.select_related("design", "fund", "organization", "home_area").filter(pk__in=some)
        last = {row.proposal_id: row for row in submission.objects.filter(proposal__in=some).order_by("no")}
        drafted = {}
        for design, key in link.objects.filter(design__proposal__in=some).values_list("design", "issue"):
            drafted.setdefault(design, set()).add(key)
        found, links = [], []
        for row in rows:
            was = last.get(row.pk)
            made = sent(**_frozen(apps, row, was))
            found.append(made)
            draft = drafted.get(row.design_id, set())
            codes = was.snapshot["issues"] if was else ()
            under = {issues[code] for code in codes if code in issues} if was else draft
            links += [sent_issue(sent_id=row.pk, issue_id=key) for key in sorted(under)]
            if tallies.cells(row, draft) != tallies.cells(made, under):
                tallies.add(row, draft, -1)
                tallies.add(made, under, 1)
        sent.objects.bulk_create(found)
        sent_issue.objects.bulk_create(links)
    if schema_editor.connection.vendor == "postgresql":  # it alters no table whose rows still wait to be checked
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _frozen(apps, row, was):
    """Columns of a proposal as it was sent last; without a submission, as it stands."""
    found = {
        "proposal": row, "state": row.state, "title": row.title, "fiscal_year": row.fiscal_year, "fund": row.fund,
        "organization": row.organization, "applicant_name": row.applicant_name, "home_area": row.home_area,
        "place_no": row.place_no, "budget_satang": row.design.budget_satang, "changed_at": row.changed_at,
    }
    if was is None:
        return found
    text = was.snapshot
    found |= {key: text[key] for key in ("title", "fiscal_year", "budget_satang")}
    found["changed_at"] = was.submitted_at
    found["fund"] = _coded(apps.get_model("funds", "Fund").objects.order_by("pk"), row.fund, text["fund"])
    # The open area of a code before those that had it.
    areas = apps.get_model("areas", "Area").objects.order_by(F("closed_on").desc(nulls_first=True), "-pk")
    area = _coded(areas, row.home_area, text["area"])
    found |= {"home_area": area, "place_no": area.place_no if area else None}
    if text["applicant"] != (row.organization.name if row.organization else row.applicant_name):
        found |= {"organization": None, "applicant_name": text["applicant"]}
    return found


def _coded(rows, standing, frozen):
    """What was frozen by its code: most often what stands still."""
    if frozen is None or (standing and standing.code == frozen["code"]):
        return standing if frozen else None
    return rows.filter(code=frozen["code"]).first()


class Tallies:
    """The count of submitted proposals follows those that were moved in correction."""

    def __init__(self, apps):
        self.model, self.area = apps.get_model("projects", "Tally"), apps.get_model("areas", "Area")
        self.lists = list(apps.get_model("issues", "IssueList").objects.values_list("pk", flat=True))
        self.entries = {}
        for key, *place in apps.get_model("issues", "Placement").objects.values_list("issue", "issue_list", "entry"):
            self.entries.setdefault(key, []).append(tuple(place))

    def cells(self, row, under):
        """Fund, year, area, list and entry of every count in which a record stands."""
        if row.place_no is None:
            return set()
        where = (row.fund_id, row.fiscal_year, row.home_area_id)
        placed = {place for key in under for place in self.entries.get(key, ())}
        rest = {(one, None) for one in self.lists if one not in {found for found, _entry in placed}}
        return {(*where, *place) for place in {(None, None)} | placed | rest}

    def add(self, row, under, number):
        for fund, year, area, issue_list, entry in self.cells(row, under):
            cell = {"fiscal_year": year, "home_area_id": area}
            for name, value in (("fund", fund), ("issue_list", issue_list), ("entry", entry)):
                cell |= {f"{name}__isnull": True} if value is None else {f"{name}_id": value}
            rows = self.model.objects.filter(**cell)
            if number < 0:
                rows.filter(developed__gt=0).update(developed=F("developed") + number)
                rows.filter(developed=0, **dict.fromkeys(FIGURES, 0)).delete()
            elif not rows.update(developed=F("developed") + number):
                self.model.objects.create(
                    fund_id=fund, fiscal_year=year, home_area_id=area, issue_list_id=issue_list, entry_id=entry,
                    place_no=self.area.objects.get(pk=area).place_no, developed=number,
                )


class Migration(migrations.Migration):

    dependencies = [
        ("areas", "0002_held_sight"),
        ("funds", "0002_same_person"),
        ("issues", "0001_initial"),
        ("organizations", "0001_initial"),
        ("projects", "0007_own_steps_on_projects"),
    ]

    operations = [
        migrations.CreateModel(
            name="SentProposal",
            fields=[
                ("proposal", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="sent", serialize=False, to="projects.proposal")),
                ("state", models.CharField(max_length=12)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("fiscal_year", models.PositiveSmallIntegerField()),
                ("applicant_name", models.CharField(blank=True, max_length=300)),
                ("place_no", models.BigIntegerField(null=True)),
                ("budget_satang", models.BigIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("fund", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="funds.fund")),
                ("home_area", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area")),
                ("organization", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["fiscal_year", "place_no"], name="projects_se_fiscal__91238f_idx"),
                    models.Index(fields=["fiscal_year", "-changed_at", "-proposal"], name="projects_se_fiscal__6cdb70_idx"),
                ]
            },
        ),
        migrations.CreateModel(
            name="SentIssue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issue", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="issues.issue")),
                ("sent", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="issue_links", to="projects.sentproposal")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["sent", "issue"], name="one_link_per_sent_proposal_and_issue")]},
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
