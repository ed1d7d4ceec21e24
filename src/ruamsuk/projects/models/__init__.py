from ruamsuk.projects.models.design import (
    Activity,
    BudgetLine,
    Design,
    DesignIssue,
    Indicator,
    Objective,
    Situation,
    TargetLine,
)
from ruamsuk.projects.models.own_step import OwnStep
from ruamsuk.projects.models.project import Funding, Instalment, Project, ProjectDocument, ResponsiblePerson
from ruamsuk.projects.models.proposal import (
    Applicant,
    Author,
    AuthorInvitation,
    Decision,
    EarlierDecision,
    Proposal,
    Submission,
)
from ruamsuk.projects.models.report import (
    ActivityReport,
    IndicatorResult,
    ParticipantLine,
    ReportFile,
    ReportPhoto,
    ReportStep,
    SpendingLine,
)
from ruamsuk.projects.models.sent import SentIssue, SentProposal
from ruamsuk.projects.models.tally import Tally

__all__ = [
    "Activity",
    "ActivityReport",
    "Applicant",
    "Author",
    "AuthorInvitation",
    "BudgetLine",
    "Decision",
    "Design",
    "DesignIssue",
    "EarlierDecision",
    "Funding",
    "Indicator",
    "IndicatorResult",
    "Instalment",
    "Objective",
    "OwnStep",
    "ParticipantLine",
    "Project",
    "ProjectDocument",
    "Proposal",
    "ReportFile",
    "ReportPhoto",
    "ReportStep",
    "ResponsiblePerson",
    "SentIssue",
    "SentProposal",
    "Situation",
    "SpendingLine",
    "Submission",
    "Tally",
    "TargetLine",
]
