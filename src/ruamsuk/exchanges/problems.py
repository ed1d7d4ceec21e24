from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class ExchangeNoHeadings(Problem):
    code = "exchange-no-headings"
    status = 422
    title = _("No sheet of the file has the columns by which a project is known: {missing}")
    remedy = _(
        "Send the file as the system gave it, with its headings. If they are called otherwise there, an administrator "
        "changes them in the form. Nothing was saved."
    )


class ExchangeWhichForm(Problem):
    code = "exchange-which-form"
    status = 422
    title = _("The headings of the file fit several forms: {forms}")
    remedy = _("Send it on the page of the form that is meant. Nothing was saved.")


class ExchangeCannotComeIn(Problem):
    code = "exchange-cannot-come-in"
    status = 422
    title = _("Files of this form cannot come in: it has no column for {missing}.")
    remedy = _("An administrator adds these columns to the form. Files can go out as it is.")


class ExchangeFormRetired(Problem):
    code = "exchange-form-retired"
    title = _("The form “{name}” is out of use: no file goes out or comes in by it.")
    remedy = _("Choose a form that is in use, or ask an administrator to take this one back into use.")


class ExchangeTooMany(Problem):
    code = "exchange-too-many"
    status = 422
    title = _("These are {n} projects; at most {most} are compared at once.")
    remedy = _("Choose a smaller area or one fund.")


class ExchangeFormNameTaken(Problem):
    code = "exchange-form-name-taken"
    title = _("There is a form with this name already.")
    remedy = _("Use that form, or give this one another name.")


class ExchangeHeadingTaken(Problem):
    code = "exchange-heading-taken"
    title = _("The form has a column with this heading already.")
    remedy = _("Change that column, or type the heading as the file has it.")


class ExchangeFieldTaken(Problem):
    code = "exchange-field-taken"
    title = _("Another column of the form holds this already: {heading}")
    remedy = _("Choose something else, or nothing, for one of the two.")


class ExchangeFormatDoesNotFit(Problem):
    code = "exchange-format-does-not-fit"
    status = 422
    title = _("“{format}” does not fit what the column holds.")
    remedy = _("Choose: {fitting}")


class ExchangeEntryElsewhere(Problem):
    code = "exchange-entry-elsewhere"
    status = 422
    title = _("That project is of another fund or fiscal year than the entry.")
    remedy = _("Choose a project of the same fund and year.")


class ExchangeEntryTaken(Problem):
    code = "exchange-entry-taken"
    title = _("Another entry of that system stands beside this project already: {title}")
    remedy = _("Separate that one first, or choose another project.")


class ExchangeReasonNeeded(Problem):
    code = "exchange-reason-needed"
    status = 422
    title = _("A project that was not achieved needs its reason.")
    remedy = _("Type why it was not achieved.")
