"""What a person chooses for himself or herself."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action


@action(_("changed own settings"), on="user")
def choose_settings(*, user: User, by: User, at: datetime = NOW, **chosen: object) -> User:
    """Any of language ("th", "en"), theme ("light", "dark", "auto") and wants_digest; the rest stays as it is."""
    for name, value in chosen.items():
        setattr(user, name, value)
    user.save(update_fields=list(chosen))
    return user
