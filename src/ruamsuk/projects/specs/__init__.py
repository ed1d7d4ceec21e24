"""What a report and a proposal are made of: one specification each. Pages, autosave, API, completeness and what is
frozen follow from it; how they are written beyond that is in `actions`.
"""

from ruamsuk.projects.specs.proposal import PROPOSAL
from ruamsuk.projects.specs.report import REPORT

__all__ = ["PROPOSAL", "REPORT"]
