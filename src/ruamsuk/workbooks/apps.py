from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "ruamsuk.workbooks"
    label = "workbooks"

    def ready(self) -> None:
        from ruamsuk.imports.importers import IMPORTERS  # models must be loaded first
        from ruamsuk.workbooks.actions.importer import WORKBOOK
        from ruamsuk.workbooks.forms import CELLS
        from ruamsuk.workbooks.queries.rows import READ_BY

        IMPORTERS.add(WORKBOOK.name, WORKBOOK)
        for cell, field in CELLS.items():
            READ_BY.add(cell, field.clean)
