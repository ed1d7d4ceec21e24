from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class InstrumentRetired(Problem):
    code = "instrument-retired"
    title = _("“{name}” is out of use.")
    remedy = _("Use it again on its page first.")


class DraftExists(Problem):
    code = "instrument-draft-exists"
    title = _("Version {no} of “{name}” is being written already.")
    remedy = _("Open it and go on there, or throw it away first.")


class NothingPublished(Problem):
    code = "instrument-nothing-published"
    title = _("“{name}” has no version to begin from.")
    remedy = _("Write and publish its first version.")


class VersionIsPublished(Problem):
    code = "instrument-version-published"
    title = _("Version {no} is published, so it is not changed.")
    remedy = _("While nobody has answered it, take it back into writing; else begin a new version.")


class VersionIsAnswered(Problem):
    code = "instrument-version-answered"
    title = _("Version {no} has been answered, so it stays as it is.")
    remedy = _("Begin a new version; it starts as a copy of this one.")


class VersionNotInUse(Problem):
    code = "instrument-version-not-in-use"
    title = _("Version {no} of “{name}” cannot be answered now.")
    remedy = _("Open the document again and begin with the version that is in use.")


class VersionUnfinished(Problem):
    code = "instrument-version-unfinished"
    title = _("Version {no} cannot be published yet.")
    remedy = _("Still missing: {missing}.")


class AlreadySigned(Problem):
    code = "instrument-already-signed"
    title = _("Version {no} was confirmed already.")
    remedy = _("Nothing was changed.")


class NumberTaken(Problem):
    code = "instrument-number-taken"
    status = 422
    title = _("{number} is used already in this list.")
    remedy = _("Give it another number.")
