"""The programme as a project tree with its reports: a project set in the centre, one project for each zone."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.demo import pictures
from ruamsuk.demo.designs import Catalogue
from ruamsuk.demo.network import Group
from ruamsuk.demo.past_year import moment, way_up
from ruamsuk.demo.words import Chooser, read
from ruamsuk.organizations.actions import add_organization
from ruamsuk.organizations.models import Organization
from ruamsuk.projects import models as noun
from ruamsuk.projects.designs.actions import GivenActivity, GivenAim, GivenDesign, store_designs
from ruamsuk.projects.designs.choices import ApplicantKind
from ruamsuk.projects.projects.actions.projects import enter_project, set_fundings
from ruamsuk.projects.projects.choices import Origin, ProjectKind, ProjectStatus
from ruamsuk.projects.reports.actions import enter_report, set_status
from ruamsuk.projects.reports.actions.bulk import waive_reports
from ruamsuk.projects.reports.choices import ReportState

ISSUE = "fund-management"
APPROVED_ON = date(2022, 12, 15)
ENDED_ON = date(2023, 12, 20)


@dataclass
class Programme:
    central: noun.Project
    zones: dict[int, noun.Project]
    teams: dict[int, Organization]
    funder: Organization


def place(names: list[str]) -> Area:
    """A sub-district by province, district and its own name."""
    province, district, name = names
    return Area.objects.open().get(
        kind=AreaKind.SUBDISTRICT, name_th=name, parent__name_th=district, parent__parent__name_th=province
    )


def zone_area(number: int) -> Area:
    return Area.objects.open().get(kind=AreaKind.ZONE, code=f"Z{number:02d}")


class ProgrammeBuilder:
    def __init__(self, rng: Chooser, catalogue: Catalogue, groups: list[Group]) -> None:
        self.rng, self.catalogue, self.words = rng, catalogue, read("programme")
        self.no_report: str = read("phrases")["words"]["no_report"]
        self.funds: dict[int, int] = {}
        for group in groups:
            zone = group.spec["zone"]
            self.funds[zone] = self.funds.get(zone, 0) + len(group.funds)
        self.homes = {group.spec["zone"]: group.funds[0].home_area for group in groups}

    def build(self) -> Programme:
        owners = self.words["organizations"]
        centre = self._organization(owners["central"], place(owners["central"]["place"]))
        self.funder = self._organization(owners["funder"], place(owners["funder"]["place"]))
        year = read("figures")["fiscal_year"]
        central = self._project(
            self.words["central"], {}, year, Area.country(), centre, None, ProjectKind.PROGRAMME
        )
        self._reports(central, self.words["central"], self.words["central"]["report"])
        programme = Programme(central, {}, {}, self.funder)
        for zone in sorted(self.funds):
            programme.teams[zone] = team = self._team(zone)
            project = self._project(
                self.words["zone"], {"zone": zone}, year, zone_area(zone), team, central, ProjectKind.PROJECT
            )
            programme.zones[zone] = project
            self._zone_reports(project, zone)
            waive_reports(projects=[project], reason=self.no_report, by=None, at=moment(ENDED_ON))
            set_status(
                project=project,
                status=ProjectStatus.FINISHED,
                reason="",
                by=None,
                at=moment(ENDED_ON),
                on_day=ENDED_ON,
            )
        return programme

    def _organization(self, spec: dict[str, Any], home: Area, name: str = "") -> Organization:
        return add_organization(
            name=name or spec["name"],
            name_en=spec.get("name_en", ""),
            kind=spec["kind"],
            home_area=home,
            by=None,
            at=moment(APPROVED_ON),
        )

    def _team(self, zone: int) -> Organization:
        owners = self.words["organizations"]
        if zone == 10:
            return self._organization(owners["zone10"], place(owners["zone10"]["place"]))
        return self._organization(owners["team"], self.homes[zone], owners["team"]["name"].format(zone=zone))

    def _project(
        self,
        spec: dict[str, Any],
        values: dict[str, object],
        year: int,
        home: Area,
        owner: Organization,
        parent: noun.Project | None,
        kind: str,
    ) -> noun.Project:
        design = self.design(spec, values)
        project = enter_project(
            title=spec["title"].format(**values),
            fiscal_year=year,
            home_area=home,
            budget_satang=design.budget_satang,
            organization=owner,
            parent=parent,
            kind=kind,
            origin=Origin.DEMO,
            approved_on=APPROVED_ON,
            report_due_on=date(2023, 12, 31),
            design=design,
            by=None,
            at=moment(APPROVED_ON),
        )
        assert isinstance(project, noun.Project)  # the demo waits for nobody
        set_fundings(
            project=project,
            fundings=[(self.funder, design.budget_satang)],
            by=None,
            at=moment(APPROVED_ON),
        )
        return project

    def design(self, spec: dict[str, Any], values: dict[str, Any]) -> noun.Design:
        days = [date.fromisoformat(day) for row in spec["activities"] for day in row["days"]]
        text, size, unit, evidence = spec["situation"]
        size = self.funds.get(values.get("zone", 0), size)
        names = ("text", "unit", "baseline", "target")
        given = GivenDesign(
            values={
                "applicant_kind": ApplicantKind.OTHER_AGENCY,
                "rationale": f"{spec['rationale'].format(**values)}\n\n{self.words['note']}",
                "remark": self.words["note"],
                "starts_on": min(days),
                "ends_on": max(days),
                "expected_results": spec["results"],
            },
            issues=[self.catalogue.issues[ISSUE].pk],
            situations=[{"text": text, "size": size, "unit": unit, "evidence": evidence}],
            aims=[
                GivenAim(row["text"], [dict(zip(names, one, strict=True)) for one in row["indicators"]])
                for row in spec["objectives"]
            ],
            targets=[
                {"group": self.catalogue.groups[group], "detail": words, "people": people}
                for group, words, people in spec["people"]
            ],
            activities=[self._activity(row) for row in spec["activities"]],
        )
        return store_designs([given])[0].design

    def _activity(self, row: dict[str, Any]) -> GivenActivity:
        first, last = (date.fromisoformat(day) for day in row["days"])
        names = ("name", "detail", "output", "outcome")
        return GivenActivity(
            values={**{name: row[name] for name in names}, "starts_on": first, "ends_on": last},
            serves=[index - 1 for index in row["serves"]],
            lines=[
                {
                    "category": self.catalogue.categories[category],
                    "detail": detail,
                    "quantity": Decimal(quantity),
                    "unit": unit,
                    "unit_cost_satang": cost * 100,
                    "times": times,
                }
                for category, detail, quantity, unit, cost, times in row["lines"]
            ],
        )

    # Reports -----------------------------------------------------------------------------------------------------

    def _reports(self, project: noun.Project, spec: dict[str, Any], told: dict[str, Any]) -> None:
        """The report that is retold, and one short report for each other activity."""
        self.report(project, told)
        for no, row in enumerate(spec["activities"], 1):
            if no != told["activity"]:
                self.report(project, self.short(no, row, spec["people"]))

    def _zone_reports(self, project: noun.Project, zone: int) -> None:
        spec, words = self.words["zone"], self.words["zone_reports"]
        told = words.get(str(zone), words["shared"])
        progress = {
            **{key: words[key] for key in ("own_objectives", "done", "held_on", "until_on")},
            **told,
            "activity": 3,
            "people": [(spec["people"][0][0], spec["people"][0][1], words["people"])],
        }
        self.report(project, progress)
        self.report(project, self.short(1, spec["activities"][0], spec["people"]))
        workshop = self.short(2, spec["activities"][1], spec["people"])
        self.report(project, self.words["zone10_report"] if zone == 10 else workshop)

    def short(self, no: int, row: dict[str, Any], people: list[Any]) -> dict[str, Any]:
        return {
            "activity": no,
            "held_on": row["days"][0],
            "until_on": row["days"][1],
            "done": row["detail"],
            "output": row["output"],
            "outcome": row["outcome"],
            "people": people[:1],
        }

    def report(
        self,
        project: noun.Project,
        told: dict[str, Any],
        state: ReportState = ReportState.ACCEPTED,
        by: Any = None,
    ) -> noun.ActivityReport:
        """One report with everything that `told` says; spending follows the activity's budget if it does not say."""
        activity = project.design.activities.get(no=told["activity"])
        objectives = project.design.objectives.all()
        indicators = project.design.indicators.all()
        held = date.fromisoformat(told["held_on"])
        until = date.fromisoformat(told.get("until_on", told["held_on"]))
        if "objectives" in told:
            objectives = objectives.filter(no__in=told["objectives"])
            indicators = indicators.filter(no__in=told["indicators"])
        else:
            objectives = activity.objectives.all()
            indicators = indicators.filter(objective__in=objectives)
        known = {row.no: row for row in indicators}
        results = {known[int(no)]: Decimal(value) for no, value in told.get("results", {}).items()}
        fields = "own_objectives done output outcome summary problems remedies support_wanted".split()
        days = (2, 5, 9, 14) if state == ReportState.ACCEPTED else ()
        return enter_report(
            project=project,
            activity=activity,
            state=state,
            held_on=held,
            until_on=until if until > held else None,
            objectives=objectives,
            indicators=indicators,
            results=results
            or {
                row: row.target
                for row in indicators
                if state == ReportState.ACCEPTED and row.target is not None
            },
            participants=[
                {"group": self.catalogue.groups[group], "detail": words, "people": people}
                for group, words, people in told["people"]
            ],
            spending=self._spending(told, activity),
            quality=told.get("quality", 3),
            photos=[
                (pictures.photo(told["scene"], number, self.rng), caption)
                for number, caption in enumerate(told.get("photos", []), 1)
            ],
            files=[(pictures.document(name, self.rng), title) for name, title in told.get("files", [])],
            by=by,
            way=way_up([moment(until + timedelta(days=day)) for day in days]) if days else (),
            at=moment(until + timedelta(days=2)),
            **{name: told[name] for name in fields if name in told},
        )

    def _spending(self, told: dict[str, Any], activity: noun.Activity) -> dict[int, int]:
        if "spending" in told:
            return {int(group): baht * 100 for group, baht in told["spending"].items()}
        spent: dict[int, int] = {}
        for line in activity.lines.select_related("category"):
            group = line.category.group_id if line.category else 6
            spent[group] = spent.get(group, 0) + line.amount_satang
        return spent
