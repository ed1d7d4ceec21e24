"""Teaching the reader what fields of older systems are called."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ruamsuk.accounts.models import User
from ruamsuk.audit.actions import NOW, action
from ruamsuk.older_pages.models import Label
from ruamsuk.older_pages.problems import LabelEmpty
from ruamsuk.older_pages.queries.labels import plain_label


@action(_("said what a name of a field means"))
def set_label(*, text: str, part: str, by: User, at: datetime = NOW) -> Label:
    """From now on the name means the part, however it was understood before."""
    key = plain_label(text)
    if not key:
        raise LabelEmpty(text=text, field="text")
    label = Label.objects.filter(plain_text=key).first() or Label(plain_text=key)
    label.text, label.part, label.by, label.at = text, part, by, at
    label.save()
    return label


@action(_("forgot what a name of a field means"))
def forget_label(*, label: Label, by: User, at: datetime = NOW) -> None:
    """What it means by the names that come with the system counts again."""
    label.delete()
