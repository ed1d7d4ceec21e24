"""A noun of which the counting page knows nothing declares a figure, and page, issues, files and documents show it."""

import csv
import io

import pytest
from django.db.models import Count

import ruamsuk.dashboards.api  # noqa: F401  # as at a start, its shapes are made before anything made up is declared
from ruamsuk.core.calendar import current_fiscal_year
from ruamsuk.counting import figures, sources
from ruamsuk.counting.figures import Figure
from ruamsuk.dashboards.forms import NoteForm
from ruamsuk.projects.models import ActivityReport

YEAR = current_fiscal_year()
VISITS = Figure(
    "visits",
    "Visits",
    "Visits",
    "Made-up visits: one a report.",
    "projects:reports",
    {"figure": "reports_sent"},
)


def add(question, splits):
    group = question.group("project__place_no", "project__fund_id")
    rows = ActivityReport.objects.filter(question.records("project__place_no", "project__fund"))
    for row in rows.order_by().values(group=group.expression).annotate(n=Count("pk")):
        splits[group.named(row["group"])].add({"visits": row["n"]})
        splits[group.named(row["group"])].add_to(None, {"visits": row["n"]})


@pytest.fixture
def visits():
    sources.register("visits", sources.Source((VISITS,), add))
    yield
    del figures.FIGURES["visits"], sources.SOURCES["visits"]


def test_a_declared_figure_is_a_tile_a_column_a_cell_of_the_file_and_can_be_stated(reader, world, visits):
    made = ActivityReport.objects.filter(project__home_area__code__startswith="90").count()
    assert made > 0
    page = reader.get(f"/counts/?area=90&year={YEAR}").context
    tile = next(tile for tile in page["tiles"] if tile["label"] == "Visits")
    assert tile["value"] == str(made)
    assert "figure=reports_sent" in tile["url"]
    by_issue = reader.get(f"/counts/?area=90&year={YEAR}&show=issues").context["table"]
    for table in (page["table"], by_issue):
        assert next(cell.value for cell in table.rows[-1].cells if cell.head == "Visits") == made
    content = reader.get(f"/counts/download/csv/?area=90&year={YEAR}").content.decode("utf-8-sig")
    head, *_lines, total = csv.reader(io.StringIO(content))
    assert total[head.index("Visits")] == str(made)
    assert ("visits", "Visits") in NoteForm(issue_list=None).fields["figure"].choices


def test_two_nouns_cannot_declare_the_same_figure(visits):
    with pytest.raises(ValueError, match="two figures are named approved"):
        figures.declare((Figure("approved", "x", "x", "x", "projects:projects"),))
