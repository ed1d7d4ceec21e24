"""User names: short words, e-mail addresses or phone numbers, each with one spelling."""

import re

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.calendar import arabic

_PHONE = re.compile(r"^\+?[\d\s().\-–]{6,}$")

username_validator = RegexValidator(
    r"^[a-z0-9._@+-]{3,60}$",
    _("Use 3 to 60 English letters, digits and . @ + - _ without spaces. A phone number is welcome."),
)


def sign_in_name(typed: str) -> str:
    """The one spelling of a typed user name or e-mail.

    Small letters, Arabic digits; a phone number without spaces and dashes, and +66 81 … as 081 ….
    """
    name = arabic(typed).strip().lower()
    if not _PHONE.match(name):
        return name
    digits = re.sub(r"\D", "", name)
    return f"0{digits.removeprefix('66')}" if name.startswith("+66") else digits
