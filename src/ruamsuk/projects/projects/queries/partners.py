"""Partners of projects by what they are: อบต., เทศบาล, อบจ., and the other kinds of organisations."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.counting.breakdowns import Breakdown, ByGroup, by_group
from ruamsuk.counting.question import Question
from ruamsuk.funds.filters import SEVERAL
from ruamsuk.issues.models import ListEntry
from ruamsuk.organizations.choices import LaSize, OrganizationKind
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.designs.queries import under_entry
from ruamsuk.projects.projects.choices import MoneyState
from ruamsuk.projects.projects.models import ProjectPartner
from ruamsuk.projects.projects.queries.counted import counted_projects

# Local authorities by their size in the register, else by how their name begins: both say it, nothing is guessed.
_LOCAL: dict[str, tuple[str | Promise, tuple[LaSize, ...], tuple[str, ...]]] = {
    "sao": (
        _("sub-district administrations (SAO)"),
        (LaSize.SAO_SMALL, LaSize.SAO_MEDIUM, LaSize.SAO_LARGE),
        ("อบต", "องค์การบริหารส่วนตำบล"),
    ),
    "municipality": (
        _("municipalities"),
        (LaSize.SUBDISTRICT_MUNICIPALITY, LaSize.TOWN_MUNICIPALITY, LaSize.CITY_MUNICIPALITY),
        ("เทศบาล", "ทต.", "ทม.", "ทน."),
    ),
    "pao": (_("provincial administrations (PAO)"), (), ("อบจ", "องค์การบริหารส่วนจังหวัด")),
}
PARTNER_PARTS: dict[str, str | Promise] = {
    **{part: words for part, (words, _sizes, _names) in _LOCAL.items()},
    OrganizationKind.LOCAL_AUTHORITY.value: _("other local authorities"),
    **{kind.value: kind.label for kind in OrganizationKind if kind != OrganizationKind.LOCAL_AUTHORITY},
}


def by_part(partners: QuerySet[ProjectPartner]) -> QuerySet[Any]:
    """Each with its `part`."""
    cases = []
    for part, (_words, sizes, names) in _LOCAL.items():
        begins = Q()
        for name in names:
            begins |= Q(organization__name__startswith=name) | Q(organization=None, name__startswith=name)
        of_size = Q(organization__la_size__in=sizes) if sizes else Q(pk__in=[])
        is_so = of_size | (Q(organization__la_size=None) & begins)
        cases.append(When(Q(kind=OrganizationKind.LOCAL_AUTHORITY) & is_so, then=Value(part)))
    return partners.annotate(part=Case(*cases, default=F("kind")))


def of_part(partners: QuerySet[ProjectPartner], part: str) -> QuerySet[Any]:
    """Partners of one kind; SEVERAL: those of projects with partners of more than one."""
    if part != SEVERAL:
        return by_part(partners).filter(part=part)
    kinds = by_part(partners).order_by().values("project").annotate(kinds=Count("part", distinct=True))
    return partners.filter(project__in=kinds.filter(kinds__gt=1).values("project"))


def _count(question: Question, entry: ListEntry | None) -> ByGroup:
    projects = counted_projects().filter(
        question.records("place_no", "fund"), under_entry(entry), fiscal_year=question.fiscal_year
    )
    group = question.group("project__place_no", "project__fund_id")
    rows = by_part(ProjectPartner.objects.confirmed().filter(project__in=projects)).order_by()
    found = rows.values("part", group=group.expression).annotate(
        projects=Count("project", distinct=True),
        money=Sum("amount_satang"),
        received=Coalesce(Sum("amount_satang", filter=Q(state=MoneyState.RECEIVED)), 0),
    )
    return by_group(
        group,
        (
            (
                row["group"],
                row["part"],
                {
                    "joint": row["projects"],
                    "joint_satang": row["money"],
                    "joint_received_satang": row["received"],
                },
            )
            for row in found
        ),
    )


def _named(parts: Collection[str]) -> Mapping[str, str | Promise]:
    words = PARTNER_PARTS | {SEVERAL: _("several kinds")}
    return {part: name for part, name in words.items() if part in parts}


PARTNERS = Breakdown(
    label=_("Partners and other money by kind"),
    head=_("Kind of partner"),
    definition=_(
        "Approved projects by the kind of their confirmed partners, and the money that these bring. A project with "
        "partners of several kinds stands under each. A partner that nobody has confirmed yet is not counted."
    ),
    figures=("joint", "joint_satang", "joint_received_satang"),
    overlaps=("joint",),
    asked="partner",
    count=_count,
    named=_named,
)


def organizations_called(names: Iterable[str]) -> dict[str, Organization]:
    """Of names that exactly one open organisation of the register bears: name → it."""
    found: dict[str, list[Organization]] = {}
    for one in Organization.objects.open().filter(name__in=set(names)):
        found.setdefault(one.name, []).append(one)
    return {name: bearers[0] for name, bearers in found.items() if len(bearers) == 1}
