"""The area picker, and the forms of changing areas. Cleaned values carry the names of the action's arguments."""

from ruamsuk.areas.forms.change import ChangeForm
from ruamsuk.areas.forms.one_area import CloseForm, OpenForm, PopulationForm, RecodeForm, RenameForm
from ruamsuk.areas.forms.picker import CHOSEN, AreaField, AreaInput, LookUpForm, NearAreaField, NearAreasField
from ruamsuk.areas.forms.several import MergeForm, MoveForm, SplitForm
from ruamsuk.areas.forms.sight import SightForm, chosen_sight
from ruamsuk.areas.forms.villages import VillageForm, VillageListForm, village_rows

__all__ = [
    "CHOSEN",
    "AreaField",
    "AreaInput",
    "ChangeForm",
    "CloseForm",
    "LookUpForm",
    "MergeForm",
    "MoveForm",
    "NearAreaField",
    "NearAreasField",
    "OpenForm",
    "PopulationForm",
    "RecodeForm",
    "RenameForm",
    "SightForm",
    "SplitForm",
    "VillageForm",
    "VillageListForm",
    "chosen_sight",
    "village_rows",
]
