import hashlib
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from ruamsuk.accounts.models import User
from ruamsuk.core.problems import Problem
from ruamsuk.imports import hold
from ruamsuk.imports.actions import importing
from ruamsuk.imports.choices import MAX_BYTES_COMMAND, BatchState, LineResult
from ruamsuk.imports.importers import IMPORTERS
from ruamsuk.imports.models import ImportBatch
from ruamsuk.imports.problems import ImportBusy
from ruamsuk.imports.queries import reports
from ruamsuk.imports.queries.files import records_in


class Command(BaseCommand):
    help = "Imports a file of records and says what it understood, mended and could not place."

    def add_arguments(self, parser):
        kinds = parser.add_subparsers(dest="what", required=True)
        for importer in IMPORTERS.values():
            with translation.override("en"):
                of_kind = kinds.add_parser(importer.name, help=str(importer.takes))
            of_kind.add_argument("file", type=Path, metavar="FILE")
            of_kind.add_argument(
                "--json", action="store_true", dest="as_json", help="the report for machines"
            )
            of_kind.add_argument("--language", choices=["th", "en"], default="th", help="of the report")
            of_kind.add_argument(
                "--by", metavar="USER", help="user name of the person in whose name it is done"
            )

    def handle(self, *args, what, file, as_json, language, by, **options):
        importer = IMPORTERS[what]
        with translation.override(language):
            person = self._person(by)
            try:
                data = file.read_bytes()
                records = records_in(importer, data, most=MAX_BYTES_COMMAND)
                sha256 = hashlib.sha256(data).hexdigest()
                del data
                with hold.writing(wait=hold.WAITS):
                    batch = self._interrupted(importer, sha256)
                    if batch is None:
                        batch = importing.take_file(
                            importer=importer, name=file.name, sha256=sha256, records=records, by=person,
                            with_preview=False, start=True,
                        )  # fmt: skip
                    del records
                    batch = importing.run_batch(batch)
            except hold.Busy:
                raise CommandError(str(ImportBusy())) from None
            except Problem as problem:
                raise CommandError(str(problem)) from problem
            except OSError as error:
                raise CommandError(f"{file}: {error.strerror}") from error
            self._tell(batch, as_json)
        if reports.counts(batch)[LineResult.FAILED]:
            raise SystemExit(1)

    def _interrupted(self, importer, sha256):
        """The import of this very file whose process ended: nobody else holds it, so this one goes on with it."""
        left = ImportBatch.objects.filter(importer=importer.name, sha256=sha256, state=BatchState.RUNNING)
        batch = left.select_related("by").order_by("-pk").first()
        if batch is not None:
            importing.take_up_batch(batch=batch, by=None)
            self.stderr.write(_("An import of this file was interrupted: it goes on where it stopped."))
        return batch

    def _person(self, name):
        if not name:
            return None
        person = User.objects.filter(username=name).first()
        if person is None:
            raise CommandError(f"--by {name}: no such user")
        return person

    def _tell(self, batch, as_json):
        if not as_json:
            for text in reports.in_words(batch):
                self.stdout.write(text)
            return
        self.stdout.write(
            '{"summary": ' + json.dumps(reports.summary(batch), ensure_ascii=False) + ', "records": ['
        )
        comma, importer = "", reports.importer_of(batch)
        for line in reports.in_order(reports.lines_of(batch)):
            self.stdout.write(
                comma + json.dumps(reports.machine(importer, line), ensure_ascii=False), ending=""
            )
            comma = ",\n"
        self.stdout.write("\n]}")
