"""What may be done with applications."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.choices import Role
from ruamsuk.accounts.verbs import Verb

ANSWER_APPLICATION = Verb(
    "answer-application",
    85,
    _("Read and answer what groups without an account send to the fund"),
    roles=[Role.FUND_OFFICER],
    is_personal=True,
)
