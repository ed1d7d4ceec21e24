"""Instruments as pages show them, and what a draft lacks before it can be published."""

from django.utils.translation import gettext as _

from ruamsuk.instruments.choices import FEWEST_LEVELS
from ruamsuk.instruments.models import InstrumentVersion


def missing_in(version: InstrumentVersion) -> list[str]:
    """In words; empty: it can be published."""
    criteria, bands = list(version.criteria.all()), list(version.bands.all())
    found = [] if criteria else [_("a criterion")]
    for one in criteria:
        levels = list(one.levels.all())
        if len(levels) < FEWEST_LEVELS:
            found.append(_("two levels of “{name}”").format(name=one.name))
        elif all(level.is_low for level in levels):
            found.append(_("a level of “{name}” that is not low").format(name=one.name))
    if not any(band.from_percent == 0 for band in bands):
        found.append(_("a word for results from 0 percent on"))
    return found
