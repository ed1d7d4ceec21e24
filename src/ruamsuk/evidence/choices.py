"""Kinds of sources, and the conditions whose limits also say what is doubtful where a figure is read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# What people write for "of a hundred"; such a figure must lie between 0 and 100.
LEADING_UNIT = "ร้อยละ"  # stands before its figure: "ร้อยละ 12.5"
PERCENT_UNITS = frozenset({LEADING_UNIT, "เปอร์เซ็นต์", "%", "percent", "per cent"})


class EvidenceKind(models.TextChoices):
    """Where a figure comes from."""

    SURVEY = "survey", _("survey in the area")
    OFFICIAL = "official", _("official statistics")
    ESTIMATE = "estimate", _("estimate")


# Fields of the evidence of a figure, alike in plans and projects (models.Evidence).
EVIDENCE = ("evidence_kind", "agency", "measured_on", "covered", "total")
STALE, FEW, ESTIMATED = "evidence-stale", "evidence-few", "evidence-estimate"  # conditions of checks


def read_with(number: str, unit: str) -> str:
    """As it is read aloud: "40 คน", "ร้อยละ 12.5"."""
    return f"{unit} {number}" if unit == LEADING_UNIT else f"{number} {unit}".strip()


def is_percent(unit: str) -> bool:
    return unit.strip().lower() in PERCENT_UNITS
