"""What a notice of each kind says: registered in code, made into text only when it is read.

    RETURNED = register("projects.proposal-returned", _("“{title}” was returned: {note}"), icon="arrow-back-up")

In the text stand the parameters that `actions.send` was given. A parameter may be {"th": …, "en": …}: the
reader's language is taken. Register next to the action that sends; docs/adr/0021 tells why.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruamsuk.core.calendar import is_thai
from ruamsuk.core.registry import Registry


@dataclass(frozen=True)
class NoticeKind:
    code: str  # "<app>.<what-happened>"
    text: str | Promise  # one sentence with {parameters}
    icon: str = "bell"
    asks: bool = False  # somebody has to do something, and all who were asked are done when one has
    each: bool = False  # every one tells something of its own; else the newest says how its target stands

    def say(self, params: dict[str, object]) -> str:
        """The sentence in the reader's language."""
        language = "th" if is_thai() else "en"
        said = {
            name: value.get(language) or value.get("th", "") if isinstance(value, dict) else value
            for name, value in params.items()
        }
        return str(self.text).format(**said)


_kinds: Registry[NoticeKind] = Registry("kinds of notices")


def register(
    code: str, text: str | Promise, *, icon: str = "bell", asks: bool = False, each: bool = False
) -> NoticeKind:
    return _kinds.add(code, NoticeKind(code, text, icon, asks, each))


def codes_of(*, asks: bool = False) -> list[str]:
    """Of the kinds that say how their target stands; `asks`: only those that ask for something."""
    return [code for code, kind in _kinds.items() if not kind.each and (kind.asks or not asks)]


def kind_of(code: str) -> NoticeKind:
    """The registered kind; a kind that the code knows no more still leads to its page."""
    return _kinds.get(code) or NoticeKind(code, _("Something has changed. Open it to see what."))
