from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ruamsuk.accounts.access import may, require
from ruamsuk.accounts.focus import PageRequest
from ruamsuk.accounts.verbs import READ
from ruamsuk.core.forms import JudgingForm, show_problem
from ruamsuk.core.hubs import tabs_of
from ruamsuk.core.problems import Problem
from ruamsuk.issues import actions, queries
from ruamsuk.issues.access import (
    indicator_for,
    issue_for,
    kit_activity_for,
    measure_for,
    new_row_for,
    row_for,
)
from ruamsuk.issues.forms import (
    IndicatorForm,
    IssueForm,
    KitActivityForm,
    MeasureForm,
    NewIndicatorForm,
    NewIssueForm,
    NewRowForm,
    PlacesForm,
    RowForm,
    values_of_activity,
    values_of_indicator,
    values_of_issue,
    values_of_measure,
)
from ruamsuk.issues.models import (
    CatalogueRow,
    ExpenseCategory,
    ExpenseGroup,
    Indicator,
    Issue,
    IssueList,
    ListEntry,
    Measure,
    SupportType,
    TargetGroup,
)
from ruamsuk.issues.verbs import CONFIRM_MEASURE, EDIT_CATALOGUE


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every issue with its place in each list, side by side."""
    lists = list(queries.lists())
    issues = queries.issues_with_places(Issue.objects.all())
    rows = [(issue, list(zip(lists, queries.places_of(issue, lists), strict=True))) for issue in issues]
    context = {"lists": lists, "rows": rows, "may_edit": may(request.user, EDIT_CATALOGUE)}
    return render(request, "issues/index.html", context)


@require_GET
def issue_list(request: HttpRequest, code: str) -> HttpResponse:
    """One list with what is counted under each line and what has no place in it."""
    found = queries.list_by_code(code)
    context = {
        "list": found,
        "entries": queries.entries(code),
        "without_place": queries.not_in_list(code),
        "may_edit": may(request.user, EDIT_CATALOGUE),
    }
    return render(request, "issues/list.html", context)


@require_GET
def issue(request: HttpRequest, uid: UUID) -> HttpResponse:
    issue = issue_for(request.user, uid, READ)
    lists = list(queries.lists())
    may_edit = may(request.user, EDIT_CATALOGUE)
    context = {
        "issue": issue,
        "code": issue.code if may_edit else "",  # a word of the machine: for who edits the lists
        "places": list(zip(lists, queries.places_of(issue, lists), strict=True)),
        "indicators": issue.indicators.all(),
        "measures": issue.measures.all(),
        "synonyms": issue.synonyms.all(),
        "may_edit": may_edit,
    }
    return render(request, "issues/issue.html", context)


@require_GET
def indicator(request: HttpRequest, uid: UUID) -> HttpResponse:
    indicator = indicator_for(request.user, uid, READ)
    context = {"indicator": indicator, "may_edit": may(request.user, EDIT_CATALOGUE)}
    return render(request, "issues/indicator.html", context)


@require_GET
def codes(request: HttpRequest) -> HttpResponse:
    """The codes of the forms: target groups, kinds of spending, kinds of support."""
    context = {
        "groups": TargetGroup.objects.all(),
        "expense_groups": ExpenseGroup.objects.all(),
        "expenses": ExpenseCategory.objects.select_related("group"),
        "support_types": SupportType.objects.all(),
        "may_edit": may(request.user, EDIT_CATALOGUE),
    }
    return render(request, "issues/codes.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_issue(request: HttpRequest) -> HttpResponse:
    require(request.user, EDIT_CATALOGUE)
    form = NewIssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_issue(**form.cleaned_data, by=request.user)
            return redirect("issues:places", made.uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Add an issue"), reverse("issues:index"))


@login_required
@require_http_methods(["GET", "POST"])
def edit_issue(request: HttpRequest, uid: UUID) -> HttpResponse:
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    form = IssueForm(request.POST or None, initial=values_of_issue(issue))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_issue(issue=issue, **form.cleaned_data, by=request.user)
            return redirect("issues:issue", uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Edit the issue"), _address(issue), issue.name)


@login_required
@require_http_methods(["GET", "POST"])
def places(request: HttpRequest, uid: UUID) -> HttpResponse:
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    form = PlacesForm(request.POST or None, issue=issue, lists=list(queries.lists()))
    if request.method == "POST" and form.is_valid():
        actions.place_issue(issue=issue, places=form.places(), by=request.user)
        return redirect("issues:issue", uid)
    return _form(request, form, _("Where the issue is counted"), _address(issue), issue.name)


@login_required
@require_http_methods(["GET", "POST"])
def add_indicator(request: HttpRequest, uid: UUID) -> HttpResponse:
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    form = NewIndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_indicator(issue=issue, **form.cleaned_data, by=request.user)
            return redirect("issues:indicator", made.uid)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, _("Add an indicator"), _address(issue), issue.name)


@login_required
@require_http_methods(["GET", "POST"])
def edit_indicator(request: HttpRequest, uid: UUID) -> HttpResponse:
    indicator = indicator_for(request.user, uid, EDIT_CATALOGUE)
    form = IndicatorForm(request.POST or None, initial=values_of_indicator(indicator))
    if request.method == "POST" and form.is_valid():
        actions.change_indicator(indicator=indicator, **form.cleaned_data, by=request.user)
        return redirect("issues:indicator", uid)
    return _form(request, form, _("Edit the indicator"), _address(indicator), indicator.issue.name)


@require_GET
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """A standard measure with its whole starting kit."""
    measure = measure_for(request.user, code, READ)
    context = {
        "measure": measure,
        "groups": measure.groups.all(),
        "activities": measure.activities.prefetch_related("costs__category"),
        "may_edit": may(request.user, EDIT_CATALOGUE),
        "sign": _sign_form(request, measure),
        "presses": tabs_of("measure", request.user, measure),
    }
    return render(request, "issues/measure.html", context)


def _sign_form(request: HttpRequest, measure: Measure) -> JudgingForm | None:
    """For whoever may sign the kit that is not signed yet."""
    if measure.confirmed_on or not may(request.user, CONFIRM_MEASURE):
        return None
    return JudgingForm(judged=queries.kit_as_text(measure))


@login_required
@require_POST
def confirm_measure(request: PageRequest, code: str) -> HttpResponse:
    measure = measure_for(request.user, code, CONFIRM_MEASURE)
    form = JudgingForm(request.POST, judged=queries.kit_as_text(measure))
    try:
        if form.is_valid():
            actions.confirm_measure(measure=measure, by=request.user, **form.cleaned_data)
        for text in form.non_field_errors():
            messages.error(request, str(text))
    except Problem as problem:
        messages.error(request, str(problem))
    return redirect("issues:measure", code)


@login_required
@require_http_methods(["GET", "POST"])
def add_kit_activity(request: HttpRequest, code: str) -> HttpResponse:
    measure = measure_for(request.user, code, EDIT_CATALOGUE)
    form = KitActivityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_kit_activity(measure=measure, **form.values, by=request.user)
        return redirect("issues:measure", code)
    return _form(request, form, _("Add an activity"), _address(measure), str(measure))


@login_required
@require_http_methods(["GET", "POST"])
def edit_kit_activity(request: HttpRequest, uid: UUID) -> HttpResponse:
    activity = kit_activity_for(request.user, uid, EDIT_CATALOGUE)
    form = KitActivityForm(request.POST or None, initial=values_of_activity(activity))
    back = _address(activity.measure)
    if request.method == "POST" and form.is_valid():
        actions.change_kit_activity(activity=activity, **form.values, by=request.user)
        return redirect(back)
    return _form(request, form, _("Edit the activity"), back, activity.name_th)


@login_required
@require_POST
def remove_kit_activity(request: HttpRequest, uid: UUID) -> HttpResponse:
    activity = kit_activity_for(request.user, uid, EDIT_CATALOGUE)
    measure = actions.remove_kit_activity(activity=activity, by=request.user)
    return redirect("issues:measure", measure.code)


@login_required
@require_http_methods(["GET", "POST"])
def add_measure(request: HttpRequest, uid: UUID) -> HttpResponse:
    issue = issue_for(request.user, uid, EDIT_CATALOGUE)
    form = MeasureForm(request.POST or None, issue=issue)
    if request.method == "POST" and form.is_valid():
        made = actions.add_measure(issue=issue, **form.cleaned_data, by=request.user)
        return redirect("issues:measure", made.code)
    return _form(request, form, _("Add a measure"), _address(issue), issue.name)


@login_required
@require_http_methods(["GET", "POST"])
def edit_measure(request: HttpRequest, code: str) -> HttpResponse:
    measure = measure_for(request.user, code, EDIT_CATALOGUE)
    form = MeasureForm(request.POST or None, initial=values_of_measure(measure), issue=measure.issue)
    if request.method == "POST" and form.is_valid():
        actions.change_measure(measure=measure, **form.cleaned_data, by=request.user)
        return redirect("issues:measure", code)
    retire = reverse("issues:retire-measure", args=[code])
    return _form(
        request,
        form,
        _("Edit the measure"),
        _address(measure),
        measure.issue.name,
        row=measure,
        retire=retire,
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit_row(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """The small editor of list lines, target groups, kinds of spending and of support."""
    row = row_for(request.user, table, pk, EDIT_CATALOGUE)
    retire = reverse("issues:retire-row", args=[table, pk])
    return edit_catalogue_row(request, row, _row_list(row), retire)


@login_required
@require_http_methods(["GET", "POST"])
def add_line(request: HttpRequest, code: str) -> HttpResponse:
    """A further line of a list by which projects are counted."""
    found = queries.list_by_code(code)
    require(request.user, EDIT_CATALOGUE)
    form = RowForm(request.POST or None, row=ListEntry(issue_list=found))
    back = reverse("issues:list", args=[code])
    if request.method == "POST" and form.is_valid():
        actions.add_entry(issue_list=found, **form.cleaned_data, by=request.user)
        return redirect(back)
    return _form(request, form, _("Add a line to the list"), back, found.name)


ADD = {
    "lists": gettext_lazy("Add a list of issues"),
    "target-groups": gettext_lazy("Add a target group"),
    "expense-groups": gettext_lazy("Add a group of spending"),
    "expenses": gettext_lazy("Add a kind of spending"),
    "support-types": gettext_lazy("Add a kind of support"),
}


@login_required
@require_http_methods(["GET", "POST"])
def add_row(request: HttpRequest, table: str) -> HttpResponse:
    """A further row of a small catalogue; a new list is then filled line by line."""
    row = new_row_for(request.user, table)
    back = reverse("issues:index") if table == "lists" else reverse("issues:codes")
    return add_catalogue_row(request, row, str(ADD[table]), back)


def add_catalogue_row(request: HttpRequest, row: CatalogueRow, heading: str, back: str) -> HttpResponse:
    """The page on which a row is added to a small catalogue; other apps' catalogues use it too."""
    form = NewRowForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_row(row=row, **form.cleaned_data, by=request.user)
            return redirect(_row_list(made) if isinstance(made, IssueList) else back)
        except Problem as problem:
            show_problem(form, problem)
    return _form(request, form, heading, back)


def edit_catalogue_row(request: HttpRequest, row: CatalogueRow, back: str, retire: str) -> HttpResponse:
    """The page of the small editor for a row that passed its gate; other apps' catalogues use it too."""
    form = RowForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        counted = form.cleaned_data.pop("issues", None)
        actions.change_row(row=row, **form.cleaned_data, by=request.user)
        if isinstance(row, ListEntry):
            actions.fill_entry(entry=row, issues=counted, by=request.user)
        return redirect(back)
    return _form(request, form, _("Edit the row"), back, str(row), row=row, retire=retire)


@login_required
@require_POST
def retire_issue(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _retire(request, issue_for(request.user, uid, EDIT_CATALOGUE))


@login_required
@require_POST
def retire_indicator(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _retire(request, indicator_for(request.user, uid, EDIT_CATALOGUE))


@login_required
@require_POST
def retire_measure(request: HttpRequest, code: str) -> HttpResponse:
    return _retire(request, measure_for(request.user, code, EDIT_CATALOGUE))


@login_required
@require_POST
def retire_row(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    row = row_for(request.user, table, pk, EDIT_CATALOGUE)
    return retire_catalogue_row(request, row, _row_list(row))


def retire_catalogue_row(request: HttpRequest, row: CatalogueRow, back: str) -> HttpResponse:
    """Retires the row, or takes it back into use when the button said so."""
    if request.POST.get("back") == "1":
        actions.restore(row=row, by=request.user)
    else:
        actions.retire(row=row, by=request.user)
    return redirect(back)


def _retire(request: HttpRequest, row: Issue | Indicator | Measure) -> HttpResponse:
    return retire_catalogue_row(request, row, _address(row))


def _row_list(row: CatalogueRow) -> str:
    """The page that lists the row."""
    if isinstance(row, ListEntry | IssueList):
        found = row.issue_list if isinstance(row, ListEntry) else row
        return reverse("issues:list", args=[found.code])
    return reverse("issues:codes")


def _address(row: Issue | Indicator | Measure) -> str:
    if isinstance(row, Measure):
        return reverse("issues:measure", args=[row.code])
    return reverse("issues:issue" if isinstance(row, Issue) else "issues:indicator", args=[row.uid])


def _form(
    request: HttpRequest, form: forms.Form, heading: str, back: str, sub: str = "", **more: object
) -> HttpResponse:
    context = {"form": form, "heading": heading, "sub": sub, "back": back, **more}
    return render(request, "issues/form.html", context, status=422 if form.is_bound else 200)
