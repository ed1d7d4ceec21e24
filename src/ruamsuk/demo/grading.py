"""Two mentors grade the same plans, one grades proposals; plans are checked, and one is returned."""

from datetime import datetime, timedelta
from typing import Any

from ruamsuk.accounts.models import User
from ruamsuk.demo.words import Chooser, read
from ruamsuk.grades.actions import GivenGrade, begin_grade, enter_grades
from ruamsuk.instruments.choices import About
from ruamsuk.instruments.models import Criterion, InstrumentVersion, Level
from ruamsuk.plans.actions import check_plan, return_plan
from ruamsuk.plans.models import Plan
from ruamsuk.projects.models import Proposal

MOST_PLANS, MOST_PROPOSALS = 10, 6
# How often the second mentor chooses the same level as the first, one beside it, or one far from it.
SAME, NEAR, FAR = 70, 22, 8


class Grading:
    def __init__(self, rng: Chooser, users: dict[str, User], at: datetime) -> None:
        self.rng, self.users, self.at = rng, users, at
        self.words = read("this_year")["grading"]
        self.first, self.second = users["mentor-zone"], users["mentor-zone-2"]

    def build(self, plans: list[Plan], proposals: list[Proposal]) -> None:
        """`plans`: agreed ones of the zone; `proposals`: that were sent there."""
        version = self._version(About.PLAN)
        graded = plans[:MOST_PLANS]
        given = []
        for number, plan in enumerate(graded):
            places = [self.rng.choice((1, 1, 2, 2, 2, 3, 3)) for _ in version.criteria.all()]
            for days, mentor in ((0, self.first), (2, self.second)):
                at = self.at + timedelta(days=days, hours=number)
                given.append(self._grade(version, plan, mentor, places, at))
                places = [self._beside(place) for place in places]
        enter_grades(given=given, version=version, by=None, at=self.at)
        version = self._version(About.PROPOSAL)
        given = [
            self._grade(
                version,
                proposal,
                self.first,
                [self.rng.choice((0, 1, 2, 2, 3)) for _ in version.criteria.all()],
                self.at + timedelta(days=3, hours=number),
            )
            for number, proposal in enumerate(proposals[:MOST_PROPOSALS])
        ]
        enter_grades(given=given, version=version, by=None, at=self.at)
        for plan in graded[1:5]:
            check_plan(plan=plan, by=self.first, at=self.at + timedelta(days=4))
        return_plan(
            plan=graded[0], note=self.words["returned"], by=self.first, at=self.at + timedelta(days=4)
        )
        for plan in plans[MOST_PLANS : MOST_PLANS + 1]:  # something to go on with
            begin_grade(document=plan, by=self.first, at=self.at + timedelta(days=5))

    def _version(self, about: About) -> InstrumentVersion:
        return InstrumentVersion.objects.whole().answerable(about).get()

    def _grade(
        self,
        version: InstrumentVersion,
        document: Plan | Proposal,
        mentor: User,
        places: list[int],
        at: datetime,
    ) -> GivenGrade:
        levels: dict[Criterion, Level] = {}
        reasons: dict[Criterion, str] = {}
        for criterion, place in zip(version.criteria.all(), places, strict=True):
            levels[criterion] = level = list(criterion.levels.all())[place]
            if level.is_low:
                reasons[criterion] = self.rng.choice(self.words["reasons"][criterion.no - 1])
        advice: Any = self.rng.choice(self.words["advice"]) if reasons else ""
        return GivenGrade(document, mentor, levels, reasons, advice, at)

    def _beside(self, place: int) -> int:
        """The level of somebody who reads the same words."""
        lot = self.rng.randrange(SAME + NEAR + FAR)
        if lot < SAME:
            return place
        step = 1 if lot < SAME + NEAR else 2
        return place - step if place >= step else place + step
