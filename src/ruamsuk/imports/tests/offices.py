"""An importer for tests alone: lines "code;name" become organisations of one place. All that an importer must say."""

from ruamsuk.areas.models import Area
from ruamsuk.core.problems import CannotBeRead
from ruamsuk.imports.choices import LineResult
from ruamsuk.imports.importers import Importer, Noun, Staged
from ruamsuk.organizations.actions import add_organizations, change_organization
from ruamsuk.organizations.models import Organization


def read(data, most):
    try:
        return [line.split(";") for line in data.decode().splitlines()]
    except UnicodeDecodeError:
        raise CannotBeRead(field="file") from None


def stage(no, given):
    if len(given) != 2:
        return Staged(given, why="two-columns")
    code, name = given
    return Staged(given, source=code, title=name, kind="office")


def outcome_of(one):
    return LineResult.UPDATED if one.record and one.record.noun_id else LineResult.CREATED


def report_of(one):
    return {"understood": {"name": one.line.content[1]}}


def foresee(incoming, known):
    for one in incoming:
        one.expect(outcome_of(one), report_of(one))


def write(piece):
    home = Area.objects.get(code="901104")
    new = [one for one in piece.incoming if outcome_of(one) == LineResult.CREATED]
    given = [{"name": one.line.content[1], "kind": "other", "home_area": home} for one in new]
    made = dict(zip(map(id, new), add_organizations(given=given, by=piece.by, at=piece.at), strict=True))
    for one in piece.incoming:
        office = made.get(id(one))
        record = piece.keep(one, outcome_of(one), report_of(one))
        if office:
            record.noun, record.noun_id, record.noun_uid = "office", office.pk, office.uid
            record.owns_noun = True
        else:
            office = Organization.objects.get(pk=record.noun_id)
            change_organization(organization=office, name=one.line.content[1], by=piece.by, at=piece.at)


OFFICES = Importer(
    name="offices",
    takes="Offices of a place.",
    caution="Each becomes an organisation.",
    accept=".csv",
    format="Lines of code and name.",
    max_bytes=10_000,
    max_records=100,
    read=read,
    stage=stage,
    known=dict,
    foresee=foresee,
    write=write,
    nouns={
        "office": Noun(
            "an office", Organization, page="organizations:organization", button="Open it", own=("scope",)
        )
    },
    kinds={"office": "an office"},
    parts={"name": "Name of the office"},
    why={"two-columns": "Record {no} has not two columns."},
)
