"""Where official figures are looked for that are offered to who writes a proposal."""

import re

from ruamsuk.areas.models import Area
from ruamsuk.projects.proposals.models import Proposal


def place_of_figures(proposal: Proposal) -> Area | None:
    """The place of the proposal, else that of the fund to which it goes."""
    if proposal.home_area is not None or proposal.fund is None:
        return proposal.home_area
    return proposal.fund.home_area


# What stands before the name of something that is smaller than a sub-district.
LABELS = (
    "บ้าน ชุมชน โรงเรียน ร.ร. รร. วัด มัสยิด สุเหร่า สำนักสงฆ์ ปอเนาะ โรงพยาบาล รพ.สต. รพ. สถานีอนามัย สอ. คลอง เกาะ"
).split()
_PLACE = re.compile(rf"(?=((?:{'|'.join(map(re.escape, LABELS))})\s?[ก-๙]{{2,}}))")


def places_in(*texts: str) -> set[str]:
    """Villages, schools and the like that texts name, each as it is called there: "บ้านทุ่งปรือ"."""
    return {name for text in texts for name in _PLACE.findall(text)}


def names_of(area: Area | None, *others: str) -> set[str]:
    """By which a place is called in texts: the area, all above it but the country, and others, such as the fund's."""
    found = {name.strip() for name in others if name.strip()}
    while area is not None and area.parent_id:
        found.add(area.name_th)
        area = area.parent
    return found
