"""What proposals, projects and reports count (see counting). `tallies.models` keeps a column for each."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.counting.figures import Figure

PROPOSALS, PROJECTS, REPORTS = "projects:proposals", "projects:projects", "projects:reports"
PROBLEMS = "projects:problem-figures"
FIGURES = (
    Figure(
        "developed",
        _("Projects developed"),
        _("Developed"),
        _(
            "Proposals that were ever submitted in the system, whatever became of them afterwards. "
            "While one is being corrected it counts as it was sent last."
        ),
        PROPOSALS,
        {"figure": "developed"},
        asked_of_rest={"project": "none"},
        in_list=_("ever submitted in the system"),
        is_crossed=True,
        is_public=False,
        is_basis=True,
    ),
    Figure(
        "approved",
        _("Projects approved"),
        _("Approved"),
        _(
            "Projects that were ever approved, finished and stopped ones included, also those entered from paper. "
            "Project sets, which only hold projects together, records imported from older systems and approvals "
            "recorded by mistake are not counted."
        ),
        PROJECTS,
        {"figure": "approved"},
        in_list=_("ever approved"),
        is_crossed=True,
        is_basis=True,
    ),
    Figure(
        "running",
        _("Projects running"),
        _("Running"),
        _("Approved projects that are running today."),
        PROJECTS,
        {"figure": "running"},
        in_list=_("running"),
        is_crossed=True,
        is_basis=True,
    ),
    Figure(
        "finished",
        _("Projects finished"),
        _("Finished"),
        _("Approved projects whose work is finished."),
        PROJECTS,
        {"figure": "finished"},
        in_list=_("finished"),
        is_crossed=True,
        is_basis=True,
    ),
    Figure(
        "stopped",
        _("Projects stopped"),
        _("Stopped"),
        _("Approved projects that the owner has stopped or the funder has suspended."),
        PROJECTS,
        {"figure": "stopped"},
        in_list=_("stopped or suspended"),
        is_crossed=True,
    ),
    Figure(
        "funded",
        _("Projects funded"),
        _("Funded"),
        _("Approved projects of which it is recorded who gives the money, and how much."),
        PROJECTS,
        {"figure": "funded"},
        in_list=_("funded"),
        is_part=True,
        is_basis=True,
    ),
    Figure(
        "joint",
        _("Joint projects"),
        _("Joint"),
        _("Approved projects with a partner whose record was confirmed."),
        PROJECTS,
        {"figure": "joint"},
        in_list=_("with partners"),
        is_part=True,
        is_crossed=True,
    ),
    Figure(
        "joint_local",
        _("Projects joint with a local authority"),
        _("With local authority"),
        _("Approved projects of which a local authority is a partner."),
        PROJECTS,
        {"figure": "joint_local"},
        in_list=_("with a local authority"),
        is_part=True,
    ),
    Figure(
        "joint_satang",
        _("Money of partners (baht)"),
        _("Of partners (baht)"),
        _("Money that confirmed partners bring beside the budget, promised or received."),
        PROJECTS,
        {"figure": "joint"},
        is_part=True,
        is_money=True,
    ),
    Figure(
        "joint_received_satang",
        _("Money of partners received (baht)"),
        _("Received of partners (baht)"),
        _("The part of the money of partners that was received."),
        PROJECTS,
        {"figure": "joint"},
        is_part=True,
        is_money=True,
    ),
    Figure(
        "varied",
        _("Projects varied"),
        _("Varied"),
        _("Approved projects of which something was changed by a variation that is in force."),
        PROJECTS,
        {"figure": "varied"},
        in_list=_("varied"),
        is_part=True,
    ),
    Figure(
        "budget_satang",
        _("Budget approved (baht)"),
        _("Budget (baht)"),
        _("Amounts of the approved projects as they stand today, with what variations have changed."),
        PROJECTS,
        {"figure": "approved"},
        is_crossed=True,
        is_money=True,
    ),
    Figure(
        "approved_satang",
        _("Budget as approved first (baht)"),
        _("First approved (baht)"),
        _("Amounts approved for the approved projects before any variation."),
        PROJECTS,
        {"figure": "approved"},
        is_part=True,
        is_money=True,
    ),
    Figure(
        "spent_satang",
        _("Spent, as reports say (baht)"),
        _("Spent (baht)"),
        _("Money that was spent as sent reports of the approved projects say. Payments are not recorded."),
        REPORTS,
        {"figure": "reports_sent"},
        is_part=True,
        is_money=True,
    ),
    Figure(
        "unreported_satang",
        _("Not reported as spent (baht)"),
        _("Not reported (baht)"),
        _(
            "What running projects were given and no sent report says was spent, project by project: one that spent "
            "more than its budget hides nothing of what another has left."
        ),
        PROJECTS,
        {"figure": "running"},
        is_part=True,
        is_money=True,
    ),
    Figure(
        "reports_due",
        _("Reports due"),
        _("Reports due"),
        _(
            "Activities whose last day has passed, reported, waived or neither, whatever became of their project "
            "later."
        ),
        REPORTS,
        {"figure": "reports_due"},
        in_list=_("reports due"),
        group="reports",
    ),
    Figure(
        "reports_sent",
        _("Reports sent"),
        _("Reports sent"),
        _("Activity reports that were sent and not returned, checked or not."),
        REPORTS,
        {"figure": "reports_sent"},
        in_list=_("reports sent"),
        group="reports",
    ),
    Figure(
        "participants",
        _("Participants of activities"),
        _("Participants"),
        _(
            "People who took part in activities, as their sent reports say. Who came to two activities is counted "
            "twice."
        ),
        REPORTS,
        {"figure": "participants"},
        in_list=_("reports that name participants"),
        group="reports",
        is_part=True,
        is_crossed=True,
    ),
    Figure(
        "reports_accepted",
        _("Reports accepted"),
        _("Reports accepted"),
        _("Activity reports that who gives the money has accepted."),
        REPORTS,
        {"figure": "reports_accepted"},
        in_list=_("reports accepted"),
        group="reports",
    ),
    Figure(
        "reports_waived",
        _("Reports waived"),
        _("Reports waived"),
        _("Activities whose report is due and will not come: who gives the money has said why."),
        REPORTS,
        {"figure": "reports_waived"},
        in_list=_("reports waived"),
        group="reports",
    ),
    Figure(
        "reports_late",
        _("Reports late"),
        _("Reports late"),
        _("Activities without a sent report although its day has passed, and without a waiver."),
        REPORTS,
        {"figure": "reports_late"},
        in_list=_("reports late"),
        group="reports",
        is_trouble=True,
    ),
    *(
        Figure(
            code,
            label,
            short,
            _("Figures of the problems that approved projects name, by the kind of their source."),
            PROBLEMS,
            {"figure": code},
            in_list=in_list,
            group="evidence",
            is_part=True,
        )
        for code, label, short, in_list in (
            (
                "problems_official",
                _("Figures from official statistics"),
                _("Official"),
                _("figures from official statistics"),
            ),
            ("problems_survey", _("Figures from surveys"), _("Survey"), _("figures from surveys")),
            ("problems_estimate", _("Estimated figures"), _("Estimate"), _("estimated figures")),
            (
                "problems_unsaid",
                _("Figures whose kind of source is not said"),
                _("Source not said"),
                _("figures whose kind of source is not said"),
            ),
        )
    ),
)
CODES = tuple(figure.code for figure in FIGURES)
