from django.urls import URLPattern, URLResolver, path

from ruamsuk.plans.views import areas, checks, development, fund_year, plan, rows

app_name = "plans"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", areas.funds, name="funds"),
    path("planned-projects/", areas.planned_projects, name="planned-projects"),
    path("checks/", checks.checks, name="checks"),
    path("editions/<uuid:uid>/", checks.edition, name="edition"),
    path("funds/<uuid:uid>/development/", development.development, name="development"),
    path("development-rows/<uuid:uid>/remove/", development.remove_row, name="remove-development-row"),
    path("agreed/", areas.agreed, name="agreed"),
    path("funds/<uuid:uid>/", fund_year.fund_year, name="fund-year"),
    path("funds/<uuid:uid>/add/", fund_year.add_issue, name="add-issue"),
    path("funds/<uuid:uid>/copy/", fund_year.copy_year, name="copy-year"),
    path("funds/<uuid:uid>/ranking/", fund_year.ranking, name="ranking"),
    path("funds/<uuid:uid>/gaps/", fund_year.gaps, name="gaps"),
    path("funds/<uuid:uid>/agree/", fund_year.agree_year, name="agree-year"),
    path("funds/<uuid:uid>/print/", fund_year.print_year, name="print-year"),
    path("<uuid:uid>/", plan.plan, name="plan"),
    path("<uuid:uid>/budget/", plan.change, {"part": "budget"}, name="budget"),
    path("<uuid:uid>/detail/", plan.change, {"part": "detail"}, name="detail"),
    path("<uuid:uid>/copy/", plan.copy, name="copy"),
    path("<uuid:uid>/agree/", plan.agree, name="agree"),
    path("<uuid:uid>/reopen/", plan.reopen, name="reopen"),
    path("<uuid:uid>/check/", checks.check, name="check"),
    path("<uuid:uid>/return/", checks.return_to_fund, name="return"),
    path("<uuid:uid>/remove/", plan.remove, name="remove"),
    path("<uuid:uid>/put-back/", rows.put_back, name="put-back"),
    path("<uuid:uid>/pick-indicator/", rows.pick_indicator, name="pick-indicator"),
    path("<uuid:uid>/pick-measure/", rows.pick_measure, name="pick-measure"),
    path("situations/<uuid:uid>/use-figure/", rows.use_figure, name="use-figure"),
    path("situations/<uuid:uid>/pick-objective/", rows.pick_objective, name="pick-objective"),
]
for kind, plural in {
    "situation": "situations",
    "objective": "objectives",
    "measure": "measures",
    "planned_project": "planned-projects",
}.items():
    name = kind.replace("_", "-")
    urlpatterns += [
        path(f"<uuid:uid>/{plural}/new/", rows.add_row, {"kind": kind}, name=f"{name}-new"),
        path(f"{plural}/<uuid:uid>/", rows.change_row, {"kind": kind}, name=name),
        path(f"{plural}/<uuid:uid>/remove/", rows.remove_row, {"kind": kind}, name=f"{name}-remove"),
    ]
