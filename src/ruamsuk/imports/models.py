"""The import store: files taken in, each record exactly as it was given, and what it became here."""

from django.db import models
from django.db.models import QuerySet

from ruamsuk.accounts.access import Reader, reach
from ruamsuk.accounts.models import User
from ruamsuk.accounts.verbs import Verb
from ruamsuk.core.models import Record
from ruamsuk.imports.choices import BATCH_TONE, MOVING, OUTCOME_TONE, UNKNOWN, BatchState, LineResult
from ruamsuk.imports.verbs import IMPORT

MAX_SOURCE = 500


class BatchQuerySet(QuerySet["ImportBatch"]):
    def visible_to(self, user: Reader, can: Verb) -> "BatchQuerySet":
        """Files cross areas: only who may import for the whole country sees and handles them."""
        return self if reach(user, IMPORT).covers(place_no=0) else self.none()


class ImportBatch(Record):
    """One file that was taken in, by whom, and what became of it."""

    importer = models.CharField(max_length=20)  # its name in imports.importers
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)  # of the file
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=BatchState.choices, default=BatchState.READING)
    finished_at = models.DateTimeField(null=True)
    # Added on the way and shared by several records, as a fund by its proposals. [[label, key, title]]
    made = models.JSONField(default=list)
    stayed = models.JSONField(default=list)  # of `made`, what an undo had to leave: [[label, key, title]]

    objects = BatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"])]

    def __str__(self) -> str:
        return self.file_name

    @property
    def tone(self) -> str:
        return BATCH_TONE[BatchState(self.state)]

    @property
    def is_moving(self) -> bool:
        return self.state in MOVING


class ImportedRecord(Record):
    """A record of a file with what it became. `source` tells it from all others of its kind of file."""

    importer = models.CharField(max_length=20)  # of its batch, too
    # The one that brought it first.
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="records")
    source = models.CharField(max_length=MAX_SOURCE)
    # What it is about, where several sources may be about one thing: details and final report about a project.
    key = models.CharField(max_length=MAX_SOURCE, db_index=True)
    kind = models.CharField(max_length=20)  # a word of its importer, as `noun`
    content = models.JSONField()  # as given, but for what its importer masks
    sha256 = models.CharField(max_length=64)  # of the content
    # What it became, as plain values: the noun may be deleted without asking this app.
    noun = models.CharField(max_length=20, blank=True)
    noun_id = models.BigIntegerField(null=True)
    noun_uid = models.UUIDField(null=True)
    owns_noun = models.BooleanField(default=False)  # it added the noun, rather than joining one
    applied = models.JSONField(default=dict)  # field → value that the import gave it last
    report = models.JSONField(default=dict)  # what was understood, mended and could not be placed
    to_confirm = models.BooleanField(default=False)  # its importer asks a person to confirm where it was put
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["importer", "noun", "noun_id"], name="imported_by_noun"),
            models.Index(
                fields=["importer", "noun", "noun_id"],
                condition=models.Q(to_confirm=True),
                name="imported_to_confirm",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=""), name="imported_record_has_source"),
            models.UniqueConstraint(fields=["importer", "source"], name="one_record_per_importer_and_source"),
        ]

    def __str__(self) -> str:
        return self.source


class ImportLine(models.Model):
    """A record's place in a file: staged before the import, a line of the result after it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="lines")
    no = models.PositiveIntegerField()  # position in the file, from 1
    turn = models.PositiveSmallIntegerField(default=1)  # 0: goes first, in a piece of its own
    source = models.CharField(max_length=MAX_SOURCE, blank=True)
    title = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, default=UNKNOWN)
    content = models.JSONField(null=True)  # until it is taken over by a record; stays where none took it
    outcome = models.CharField(max_length=9, choices=LineResult.choices, default=LineResult.WAITING)
    # What was foreseen before the import.
    expected = models.CharField(max_length=9, choices=LineResult.choices, blank=True)
    record = models.ForeignKey(ImportedRecord, on_delete=models.SET_NULL, null=True, related_name="+")
    report = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "no"], name="one_line_per_batch_and_number"),
        ]
        indexes = [models.Index(fields=["batch", "outcome", "turn", "no"])]

    def __str__(self) -> str:
        return f"{self.no}. {self.title or self.source}"

    @property
    def shown(self) -> LineResult:
        """What happened, or before the import what is going to."""
        waits = self.outcome == LineResult.WAITING and self.expected
        return LineResult(self.expected if waits else self.outcome)

    @property
    def tone(self) -> str:
        return OUTCOME_TONE[self.shown]
