"""Addresses in letters and for LINE: absolute, below the address that the installation is known by."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from ruamsuk.accounts.models import User


def join_address(token: str) -> str:
    return f"{settings.BASE_URL}{reverse('accounts:join', args=[token])}"


def password_address(user: User) -> str:
    """The page of the sign-in library where a new password is chosen, as in its own letters."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.BASE_URL}{reverse('account_reset_password_from_key', kwargs=key)}"
