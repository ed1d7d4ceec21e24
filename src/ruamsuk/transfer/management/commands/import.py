import hashlib
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from ruamsuk.accounts.models import User
from ruamsuk.core.problems import Problem
from ruamsuk.transfer.actions import importing
from ruamsuk.transfer.choices import MAX_BYTES_COMMAND, LineResult
from ruamsuk.transfer.queries import reports
from ruamsuk.transfer.queries.files import records_in


class Command(BaseCommand):
    help = "Imports records of older systems and says what it understood, mended and could not place."

    def add_arguments(self, parser):
        kinds = parser.add_subparsers(dest="what", required=True)
        records = kinds.add_parser(
            "records", help="proposals, projects, reports and tables of funds, as JSON"
        )
        records.add_argument("file", type=Path, metavar="FILE")
        records.add_argument("--json", action="store_true", dest="as_json", help="the report for machines")
        records.add_argument("--language", choices=["th", "en"], default="th", help="of the report")
        records.add_argument("--by", metavar="USER", help="user name of the person in whose name it is done")

    def handle(self, *args, file, as_json, language, by, **options):
        with translation.override(language):
            person = self._person(by)
            try:
                data = file.read_bytes()
                records = records_in(data, most=MAX_BYTES_COMMAND)
                sha256 = hashlib.sha256(data).hexdigest()
                del data
                batch = importing.take_file(
                    name=file.name, sha256=sha256, records=records, by=person, with_preview=False
                )
                del records
                importing.start_batch(batch=batch, by=person)
                batch = importing.run_batch(batch)
            except Problem as problem:
                raise CommandError(str(problem)) from problem
            except OSError as error:
                raise CommandError(f"{file}: {error.strerror}") from error
            self._tell(batch, as_json)
        if reports.counts(batch)[LineResult.FAILED]:
            raise SystemExit(1)

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
        comma = ""
        for line in reports.in_order(reports.lines_of(batch)):
            self.stdout.write(comma + json.dumps(reports.machine(line), ensure_ascii=False), ending="")
            comma = ",\n"
        self.stdout.write("\n]}")
