"""What grades count (see counting): each document once, by the grade that was given last."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.counting.figures import Figure
from ruamsuk.instruments.choices import About, Tier

PAGE = "grades:documents"
ALL = {About.PLAN: "plans_graded", About.PROPOSAL: "proposals_graded"}


def code_of(about: str, tier: str) -> str:
    return f"{ALL[About(about)]}_{tier}"


_WORDS = {
    About.PLAN: (
        _("Plans graded"),
        _("Yearly plans, one for each issue, that a mentor graded by a rubric; each is counted once."),
    ),
    About.PROPOSAL: (
        _("Proposals graded"),
        _("Proposals that a mentor graded by a rubric; each is counted once."),
    ),
}
_TIERS = {
    (About.PLAN, Tier.STRONG): _("Plans graded as strong"),
    (About.PLAN, Tier.GOOD): _("Plans graded as good"),
    (About.PLAN, Tier.FAIR): _("Plans graded as fair"),
    (About.PLAN, Tier.WEAK): _("Plans graded as in need of work"),
    (About.PROPOSAL, Tier.STRONG): _("Proposals graded as strong"),
    (About.PROPOSAL, Tier.GOOD): _("Proposals graded as good"),
    (About.PROPOSAL, Tier.FAIR): _("Proposals graded as fair"),
    (About.PROPOSAL, Tier.WEAK): _("Proposals graded as in need of work"),
}

FIGURES = (
    *(
        Figure(
            ALL[about],
            label,
            label,
            definition,
            PAGE,
            {"about": str(about)},
            in_list=label,
            is_part=True,
            is_public=False,
        )
        for about, (label, definition) in _WORDS.items()
    ),
    *(
        Figure(
            code_of(about, tier),
            label,
            label,
            _("Counted by the grade that was given last; the rubric says from which share of points on."),
            PAGE,
            {"about": str(about), "tier": str(tier)},
            in_list=label,
            is_part=True,
            is_public=False,
        )
        for (about, tier), label in _TIERS.items()
    ),
)
