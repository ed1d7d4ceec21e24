"""Forms that read a file while the person waits: what the machine cannot do just now is no fault of the file."""

import io
import subprocess

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from ruamsuk.core.problems import Problem
from ruamsuk.exchanges.actions.mapping import load_forms
from ruamsuk.exchanges.forms import OutsideFileForm
from ruamsuk.exchanges.models import ExchangeForm
from ruamsuk.imports.forms import ImportForm
from ruamsuk.plans.forms import DevelopmentForm
from ruamsuk.workbooks.forms import WorkbookForm
from ruamsuk.workbooks.queries.books import template


def _table() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write_row(0, 0, ["ชื่อโครงการ"])
    book.close()
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("form", [ImportForm, WorkbookForm, OutsideFileForm, DevelopmentForm])
def test_a_machine_that_cannot_read_a_file_now_blames_nobody_for_it(form, monkeypatch):
    load_forms(by=None)
    given = {"form": ExchangeForm.objects.get().uid, "plan_name": "แผน 2566–2570"}
    data = template() if form is WorkbookForm else _table()

    def sent():
        return form(given, {"file": SimpleUploadedFile("a.xlsx", data)})

    def busy(*args, **kwargs):
        raise BlockingIOError("no process can be started")

    with monkeypatch.context() as machine:
        machine.setattr(subprocess, "run", busy)
        with pytest.raises(Problem) as met:
            sent().is_valid()
        assert met.value.passing
    sent().is_valid()  # read again: what it holds is judged
