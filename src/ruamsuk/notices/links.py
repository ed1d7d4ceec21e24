"""The link in a digest with which its reader stops the letters without signing in."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from ruamsuk.accounts.models import User

_signer = Signer(salt="notices.digest")


def stop_address(user: User) -> str:
    return f"{settings.BASE_URL}{reverse('notices:stop-digest', args=[_signer.sign(str(user.pk))])}"


def user_of_stop_link(signed: str) -> User | None:
    """Whose letters the link stops; None when the link was cut or made up."""
    try:
        return User.objects.filter(pk=int(_signer.unsign(signed))).first()
    except (BadSignature, ValueError):
        return None
