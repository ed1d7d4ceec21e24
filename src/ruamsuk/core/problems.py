"""Problems: what can be wrong, in words that say what to do.

Every refusal in the system is a Problem: a stable code, an HTTP status, a title and a remedy (both translated).
Pages show it (the same page with 422, or the problem page), the API answers it as application/problem+json, and
`ruamsuk problems` lists them all. An app declares its own in `<app>/problems.py`; they register by being defined.
"""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATALOGUE: dict[str, type["Problem"]] = {}

Text = str | Promise


class Problem(Exception):
    """Base of all refusals. Parameters given at raise fill `{name}` in title and remedy."""

    code: ClassVar[str]
    status: ClassVar[int] = 409
    title: ClassVar[Text]
    remedy: ClassVar[Text]
    passing: ClassVar[bool] = False  # time may mend it: a job that met it is tried again
    retry_after: int | None = None  # seconds

    def __init_subclass__(cls) -> None:
        if cls.code in CATALOGUE:
            raise TypeError(f"two problems share the code {cls.code}")
        CATALOGUE[cls.code] = cls

    def __init__(self, *, field: str | None = None, **params: object) -> None:
        super().__init__(self.code)
        self.field = field  # the form field beside which the message stands
        self.params = params

    def __str__(self) -> str:
        return f"{self.title_text} {self.remedy_text}"

    @property
    def title_text(self) -> str:
        return str(self.title).format(**self.params)

    @property
    def remedy_text(self) -> str:
        return str(self.remedy).format(**self.params)


class NotAllowed(Problem):
    code = "not-allowed"
    status = 403
    title = _("Your role does not include this.")
    remedy = _("Those who may: {who}. Ask one of them, or ask the administrator for the role.")


class WrongState(Problem):
    code = "wrong-state"
    title = _("This is {state} now, so that step is no longer possible.")
    remedy = _("Open the page again to see what can be done next.")


class ChangedMeanwhile(Problem):
    code = "changed-meanwhile"
    title = _("Someone else changed this while you were writing.")
    remedy = _("Both texts are shown. Choose what should stand and save again.")


class ChangedSince(Problem):
    """Who judges says what was in sight; it has become another. Told before anything is written."""

    code = "changed-since"
    status = 412
    title = _("This has changed since you looked at it.")
    remedy = _("Look at it again, then send yours once more if it still holds.")


class SameFormOtherContent(Problem):
    code = "same-form-other-content"
    title = _("This form was already sent with other content.")
    remedy = _("What was sent first is kept. Open the page again and change it there.")


class TooManyRequests(Problem):
    code = "too-many-requests"
    status = 429
    title = _("Too many tries in a short time.")
    remedy = _("Wait {minutes} min. and try again. Nothing that you saved is lost.")

    def __init__(self, *, seconds: int = 60, **params: Any) -> None:
        """`seconds`: after which the next try passes; programs read it in the header Retry-After."""
        super().__init__(minutes=-(-seconds // 60), **params)
        self.retry_after = seconds


class BadInput(Problem):
    code = "bad-input"
    status = 422
    title = _("Something in what was sent cannot be read.")
    remedy = _("{detail}")


class InvalidFields(Problem):
    """`errors`: [{"field", "message", "permitted"?}], one for each thing to mend."""

    code = "invalid-fields"
    status = 422
    title = _("Something in what was sent has to be mended.")
    remedy = _("{detail}")


class NotFound(Problem):
    code = "not-found"
    status = 404
    title = _("There is nothing here.")
    remedy = _("Check the address. It may also be that you may not see what is here.")


# What can be wrong with a call of the API before any noun is asked.


class SignInNeeded(Problem):
    code = "sign-in-needed"
    status = 401
    title = _("This needs a person.")
    remedy = _("Send the access key of a person as “Authorization: Bearer …”, or sign in.")


class KeyRefused(Problem):
    code = "key-refused"
    status = 401
    title = _("This access key does not work.")
    remedy = _(
        "It may be mistyped, too old or taken back. Make a new one in your profile, under keys for programs."
    )


class KeyOnlyReads(Problem):
    code = "key-only-reads"
    status = 403
    title = _("This access key may only read.")
    remedy = _("Make a key that reads and writes in your profile, under keys for programs.")


class BadIdempotencyKey(Problem):
    code = "bad-idempotency-key"
    status = 400
    title = _("The Idempotency-Key is no UUID.")
    remedy = _("Make a new UUID for each thing to be done, and send the same one when you try again.")


class CannotBeRead(Problem):
    code = "cannot-be-read"
    status = 400
    title = _("What was sent cannot be read.")
    remedy = _("Send a body as the description of this call says, and no larger than 3 MB without files.")


class NotThisWay(Problem):
    code = "not-this-way"
    status = 405
    title = _("This address cannot be called with that method.")
    remedy = _("The description at /api/v1/openapi.json says which methods it has.")


class OutOfOrder(Problem):
    code = "out-of-order"
    status = 500
    title = _("Something broke on our side.")
    remedy = _(
        "Nothing half-written was kept. Try again later; if it stays, tell the administrator the time."
    )


# What keeps the server from answering at all, for a while or until a person comes: `core.trouble.problem_of`.


class ServerBusy(Problem):
    code = "server-busy"
    status = 503
    passing = True
    retry_after = 5
    title = _("Too much is being written at this moment.")
    remedy = _("Nothing half-written was kept. Wait a few seconds and send it once more.")


class SameMoment(Problem):
    """Both asked whether it is there before either had written it."""

    code = "same-moment"
    passing = True
    retry_after = 1
    title = _("Somebody else stored the same in this very moment.")
    remedy = _(
        "Nothing of yours was kept. Open the page again and look; send yours once more if it is missing."
    )


class DatabaseAway(Problem):
    code = "database-away"
    status = 503
    passing = True
    retry_after = 10
    title = _("The database does not answer at this moment; perhaps it is being started again.")
    remedy = _(
        "Nothing half-written was kept. Wait a minute and send it once more; what was saved already is not saved twice."
    )


class StorageFull(Problem):
    code = "storage-full"
    status = 503
    passing = True
    retry_after = 600
    title = _("The disk of the server is full.")
    remedy = _(
        "Nothing half-written was kept, and nothing that was saved before is lost. Tell the administrator; once there "
        "is room, send it once more."
    )


class StorageClosed(Problem):
    code = "storage-closed"
    status = 503
    passing = True
    retry_after = 600
    title = _("The server cannot write to its disk; what is there can still be read.")
    remedy = _("Nothing half-written was kept. Tell the administrator; once it is mended, send it once more.")


class DatabaseDamaged(Problem):
    code = "database-damaged"
    status = 503
    retry_after = 3600
    title = _("A part of the database cannot be read.")
    remedy = _(
        "Nothing half-written was kept. Tell the administrator at once: docs/howto/recovery.md says how it is mended "
        "from a backup."
    )
