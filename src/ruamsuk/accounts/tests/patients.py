"""A closed noun that stands in the tests alone: patients, as a register of people will hold them.

Their table is made for the tests that ask for it; outside of them nobody knows this model.
"""

from django.db import models
from django.db.models import QuerySet
from django.test.utils import isolate_apps

from ruamsuk.accounts.access import Reader, gate, opened
from ruamsuk.accounts.nouns import Closed
from ruamsuk.accounts.verbs import READ, Verb
from ruamsuk.core.models import Record

RECORDED: list[tuple[str, str, str, str]] = []


def record(user: Reader, patient: "Patient", can: Verb, source: str) -> None:
    RECORDED.append((str(user), patient.name, str(can), source))


class PatientQuerySet(QuerySet["Patient"]):
    def visible_to(self, user: Reader, can: Verb) -> "PatientQuerySet":
        return opened(self, user, can)


with isolate_apps("ruamsuk.accounts"):

    class Patient(Record):
        closed = Closed(("agreement", "emergency"), record, place="place_no", scopes=("clinic",))

        name = models.CharField(max_length=100)
        place_no = models.BigIntegerField()
        clinic = models.BigIntegerField()  # the key of a scope

        objects = PatientQuerySet.as_manager()

        class Meta:
            app_label = "accounts"

        def __str__(self) -> str:
            return self.name


def patient_for(user: Reader, patient: Patient, can: Verb = READ) -> Patient:
    return gate(Patient.objects.all(), user, can, uid=patient.uid)
