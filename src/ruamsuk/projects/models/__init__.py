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
from ruamsuk.projects.models.project import Funding, Instalment, Project, ProjectDocument, ResponsiblePerson
from ruamsuk.projects.models.proposal import (
    Applicant,
    Author,
    Decision,
    DraftChange,
    DraftConflict,
    Proposal,
    Submission,
)

__all__ = [
    "Activity",
    "Applicant",
    "Author",
    "BudgetLine",
    "Decision",
    "Design",
    "DesignIssue",
    "DraftChange",
    "DraftConflict",
    "Funding",
    "Indicator",
    "Instalment",
    "Objective",
    "Project",
    "ProjectDocument",
    "Proposal",
    "ResponsiblePerson",
    "Situation",
    "Submission",
    "TargetLine",
]
