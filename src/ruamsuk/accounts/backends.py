"""Who may be signed in at all: asked at sign-in and again at every request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from ruamsuk.accounts.access import may_sign_in
from ruamsuk.accounts.models import User


class AccountBackend(AuthenticationBackend):
    """Closed accounts, and invented people in production, are refused; their running sessions end."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return isinstance(user, User) and may_sign_in(user)
