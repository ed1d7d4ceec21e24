"""The funds of the programme: where they lie, what part they play, and their network."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from ruamsuk.areas.choices import AreaKind
from ruamsuk.areas.models import Area
from ruamsuk.demo.words import Chooser, read
from ruamsuk.funds.actions import add_funds, add_network, join_network_together
from ruamsuk.funds.choices import Capacity
from ruamsuk.funds.models import Fund, FundKind, Network
from ruamsuk.organizations.actions import add_organizations
from ruamsuk.organizations.choices import LaSize, OrganizationKind

JOINED_ON = date(2022, 10, 1)


@dataclass
class Group:
    """Funds of one zone, province or district with the figures that a report prints for them."""

    spec: dict[str, Any]
    funds: list[Fund] = field(default_factory=list)

    @property
    def villages(self) -> str:
        return self.spec["villages"]

    @property
    def is_pattani(self) -> bool:
        return "stated_approved" in self.spec


def district(province: str, name: str) -> Area:
    return Area.objects.open().get(kind=AreaKind.DISTRICT, name_th=name, parent__name_th=province)


def build_network(rng: Chooser, at: datetime) -> tuple[Network, list[Group]]:
    """The network with all its funds, in the order of the zones."""
    figures = read("figures")
    network = add_network(
        name=figures["network"],
        name_en=figures["network_en"],
        description=figures["description"],
        by=None,
        at=at,
    )
    kind = FundKind.objects.get(code="subdistrict-health")
    authorities: list[dict[str, object]] = []
    funds: list[dict[str, object]] = []
    capacities: list[str] = []
    sizes = []
    for spec in figures["group"]:
        homes = _homes(spec)
        for home, name in homes:
            authorities.append(_authority(name, home, rng))
            funds.append(_fund(kind, f"L{figures['first_code'] + len(funds)}", name, home, rng))
        capacities += _capacities(spec)
        sizes.append(len(homes))
    owners = add_organizations(given=authorities, by=None, at=at)
    described = zip(funds, owners, capacities, strict=True)
    made = add_funds(
        given=[{**fund, "organization": owner, "capacity": part} for fund, owner, part in described],
        by=None,
        at=at,
    )
    members = list(zip(made, capacities, strict=True))
    join_network_together(network=network, members=members, joined_on=JOINED_ON, by=None, at=at)
    rest = iter(made)
    return network, [
        Group(spec, list(islice(rest, size))) for spec, size in zip(figures["group"], sizes, strict=True)
    ]


def _homes(spec: dict[str, Any]) -> list[tuple[Area, str]]:
    """(sub-district, name of the fund); a sub-district with two local authorities stands twice."""
    first, named = spec.get("first", []), spec.get("names", {})
    homes = []
    for province, name, count in spec["districts"]:
        below = Area.objects.open().filter(parent=district(province, name)).select_related("parent", "zone")
        places = sorted(below, key=lambda a: (first.index(a.name_th) if a.name_th in first else 99, a.code))
        homes += [(place, named.get(place.name_th, place.name_th)) for place in places[:count]]
        for place_name, second in spec.get("second", []):
            homes.append((below.get(name_th=place_name), second))
    return homes


def _capacities(spec: dict[str, Any]) -> list[str]:
    """Learning centres first in each district, so that every district has some of both."""
    count = sum(row[2] for row in spec["districts"]) + len(spec.get("second", []))
    centres, expansion = spec.get("learning_centre", 0), spec.get("expansion", 0)
    if centres and expansion:
        every = count / expansion
        return [
            Capacity.EXPANSION if int((n + 1) / every) > int(n / every) else Capacity.LEARNING_CENTRE
            for n in range(count)
        ]
    return [Capacity.EXPANSION if expansion else Capacity.ORDINARY] * count


def _authority(name: str, home: Area, rng: Chooser) -> dict[str, object]:
    return {
        "name": read("figures")["organization_name"].format(name=name),
        "kind": OrganizationKind.LOCAL_AUTHORITY,
        "la_size": rng.choice([LaSize.SAO_SMALL, LaSize.SAO_MEDIUM, LaSize.SUBDISTRICT_MUNICIPALITY]),
        "home_area": home,
    }


def _fund(kind: FundKind, code: str, name: str, home: Area, rng: Chooser) -> dict[str, object]:
    return {
        "kind": kind,
        "code": code,
        "name": read("figures")["fund_name"].format(name=name),
        "home_area": home,
        "founded_fy": rng.randint(2550, 2558),
        "population": rng.randint(2800, 9400),
        "villages_count": rng.randint(5, 13),
        "address": read("figures")["address"],
    }
