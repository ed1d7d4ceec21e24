"""Who works along on a project and the money that they bring: records, and texts of activities that become records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.organizations.models import Organization
from ruamsuk.projects.projects.models import Project, ProjectPartner
from ruamsuk.projects.projects.problems import PartnerTwice
from ruamsuk.projects.projects.queries.partners import organizations_called
from ruamsuk.projects.tallies.actions import recount_for


@dataclass(frozen=True)
class PartnerTerms:
    """One partner as given: of the register, or a name with its kind."""

    organization: Organization | None
    name: str
    kind: str
    amount_satang: int = 0
    state: str = ""


@action(_("set the partners and other money"), on="project")
def set_partners(
    *, project: Project, partners: list[PartnerTerms], by: User | None, at: datetime = NOW
) -> Project:
    """Replaces all of them. Whoever saves the list has looked at each line: all are confirmed."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    named = [one.organization.pk if one.organization else one.name for one in partners]
    for one in partners:
        if named.count(one.organization.pk if one.organization else one.name) > 1:
            raise PartnerTwice(partner=one.organization.name if one.organization else one.name)
    project.partners.all().delete()
    ProjectPartner.objects.bulk_create(
        ProjectPartner(
            project=project,
            no=no,
            organization=one.organization,
            name="" if one.organization else one.name,
            kind=one.organization.kind if one.organization else one.kind,
            amount_satang=one.amount_satang,
            state=one.state if one.amount_satang else "",
        )
        for no, one in enumerate(partners, 1)
    )
    recount_for(project)
    return project


Texts = Iterable[tuple[str, str, int]]  # of each activity: partners, source of other money, its amount


def texts_of(project: Project) -> Texts:
    return project.design.activities.values_list("partners", "other_money_source", "other_money_satang")


def carry_partners(given: Iterable[tuple[Project, Texts]]) -> None:
    """What the activities say in words becomes lines; the words stay where they are.

    A text that is the name of one organisation of the register is that partner. Every other text stays as it is, and
    is to be confirmed; so is money of which nobody has said whether it is promised or received.
    """
    lines = [(project, lines_of(texts)) for project, texts in given]
    known = organizations_called(name for _project, found in lines for name, _amount in found)
    ProjectPartner.objects.bulk_create(
        ProjectPartner(
            project=project,
            no=no,
            organization=(partner := known.get(name)),
            name="" if partner else name,
            kind=partner.kind if partner else "",
            amount_satang=amount,
            is_confirmed=bool(partner) and not amount,
        )
        for project, found in lines
        for no, (name, amount) in enumerate(found, 1)
    )


def lines_of(texts: Texts) -> list[tuple[str, int]]:
    """(partners, source of other money, its amount) of each activity → names with their money.

    A text that stands in several activities is one line; money of one source is added up. Nothing is guessed: a text
    that names several is one line until somebody has read it.
    """
    found: dict[str, int] = {}
    for partners, source, amount in texts:
        if partners.strip():
            found.setdefault(partners.strip(), 0)
        if source.strip() or amount:
            name = source.strip() or "?"
            found[name] = found.get(name, 0) + amount
    return list(found.items())
