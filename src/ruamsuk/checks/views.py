from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruamsuk.accounts.access import may
from ruamsuk.checks import actions
from ruamsuk.checks.access import check_for
from ruamsuk.checks.choices import Level
from ruamsuk.checks.forms import CheckForm
from ruamsuk.checks.models import Check
from ruamsuk.issues.verbs import EDIT_CATALOGUE


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All checks by how serious they are, with their words."""
    checks = list(Check.objects.all())
    used = [check for check in checks if not check.retired_on]
    context = {
        "levels": [(level, [check for check in used if check.level == level]) for level in Level],
        "retired": [check for check in checks if check.retired_on],
        "may_edit": may(request.user, EDIT_CATALOGUE),
    }
    return render(request, "checks/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_check(request: HttpRequest, code: str) -> HttpResponse:
    check = check_for(request.user, code, EDIT_CATALOGUE)
    form = CheckForm(request.POST or None, check=check)
    if request.method == "POST" and form.is_valid():
        actions.change_check(check=check, by=request.user, **form.values())
        return redirect("checks:index")
    condition = check.looked_for
    context = {
        "form": form,
        "heading": check.name,
        "sub": condition.label if condition else _("This version does not know the condition any more."),
        "back": reverse("checks:index"),
        "retire": reverse("checks:retire", args=[code]),
        "row": check,
    }
    return render(request, "issues/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def retire_check(request: HttpRequest, code: str) -> HttpResponse:
    """Takes it out of use, or with `back` into use again."""
    check = check_for(request.user, code, EDIT_CATALOGUE)
    act = actions.restore_check if "back" in request.POST else actions.retire_check
    act(check=check, by=request.user)
    return redirect("checks:index")
