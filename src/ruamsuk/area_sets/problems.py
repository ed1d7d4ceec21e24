from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class SetNameTaken(Problem):
    code = "area-set-name-taken"
    title = _("There is a set of areas with this name already.")
    remedy = _("Use that set, or give this one another name.")


class SetIsEmpty(Problem):
    code = "area-set-is-empty"
    status = 422
    title = _("A set needs at least one area.")
    remedy = _("Type or choose the first area.")


class SetOutsideYourArea(Problem):
    code = "area-set-outside-your-area"
    status = 403
    title = _("A set that everybody sees lies inside your own area: {area} does not.")
    remedy = _("Keep the set for yourself, or ask the central team to share it.")


class SetRetired(Problem):
    code = "area-set-retired"
    title = _("This set of areas is no longer in use.")
    remedy = _("Make a new one from its areas.")
