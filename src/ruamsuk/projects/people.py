"""Who is told what: found through posts, so that a successor is told without anyone changing a list."""

from ruamsuk.accounts.models import Grant, User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.funds.models import Fund
from ruamsuk.plans.verbs import DECIDE


def officers_of(fund: Fund | None) -> list[User]:
    """Who decides and answers for a fund today."""
    return holders([fund.scope_id], DECIDE) if fund else []


def holders(scope_ids: list[int], can: Verb) -> list[User]:
    grants = Grant.objects.running().filter(
        post__scope_id__in=scope_ids, post__role__in=can.roles, user__is_active=True
    )
    return list(User.objects.filter(pk__in=grants.values("user_id")))
