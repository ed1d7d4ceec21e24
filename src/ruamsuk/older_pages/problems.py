from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class ImportNoLabels(Problem):
    code = "import-no-labels"
    status = 422
    title = _("No row of the file names columns that are known here. The first row says: “{seen}”.")
    remedy = _(
        "The columns need names, such as those of project, fund, fiscal year and budget. A name that your files use "
        "can be added on the page of names of fields. Nothing was imported."
    )


class LabelEmpty(Problem):
    code = "label-empty"
    status = 422
    title = _("“{text}” holds no letter or digit.")
    remedy = _("Type the name of the field as the file writes it.")


class ImportUnreadable(Problem):
    code = "import-unreadable"
    status = 422
    title = _("The file is no JSON that can be read ({detail}).")
    remedy = _("Save it as JSON in UTF-8 and send it again. Nothing was imported.")


class ImportNoList(Problem):
    code = "import-no-list"
    status = 422
    title = _("The file holds no list of records.")
    remedy = _("The first character should be “[”, and between the brackets one object a record.")
