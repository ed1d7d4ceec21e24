"""How allauth, the sign-in library, behaves here: accounts come by invitation, names may be phone numbers."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from ruamsuk.accounts.access import may_sign_in
from ruamsuk.accounts.models import User
from ruamsuk.core.limits import client_address


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """As our own limits and the lock-out count it."""
        return client_address(request)

    def authenticate(self, request: HttpRequest, **credentials: object) -> User | None:
        """The same answer for a wrong password, a closed account and an invented person: nobody learns which.

        (The library itself hands back people whom the backend refused, to greet them by name.)
        """
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) and may_sign_in(user) else None
