from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import Problem


class AlreadySettled(Problem):
    code = "job-already-settled"
    title = _("Someone has already dealt with this job.")
    remedy = _("Open the list again to see how it stands now.")


class NoReason(Problem):
    code = "job-no-reason"
    status = 422
    title = _("A reason is missing.")
    remedy = _("Write in a few words why this job is not needed any more.")


class NoMailServer(Problem):
    code = "no-mail-server"
    title = _("No mail server is named, so letters are only written into the log.")
    remedy = _("Set RUAMSUK_EMAIL_URL, start the system again, then try once more.")


class MailServerSilent(Problem):
    code = "mail-server-silent"
    status = 503
    passing = True
    title = _("The mail server {server} does not take letters now: {detail}")
    remedy = _(
        "See that it runs and that RUAMSUK_EMAIL_URL names it. “ruamsuk send-test-letter” says what it answers."
    )


class MailServerRefusesUs(Problem):
    code = "mail-server-refuses-us"
    status = 502
    title = _("The mail server {server} refuses the name or password of the system: {detail}")
    remedy = _("Mend RUAMSUK_EMAIL_URL, start the system again, then send the letter again.")


class NoSafeConnection(Problem):
    code = "no-safe-connection"
    status = 502
    title = _("No encrypted connection to the mail server {server} came about: {detail}")
    remedy = _(
        "smtp:// needs STARTTLS, smtps:// needs TLS from the start, both a valid certificate; relay:// does without."
    )


class LetterRefused(Problem):
    code = "letter-refused"
    status = 502
    title = _("The mail server refuses the letter to {to}: {detail}")
    remedy = _(
        "Have the e-mail of the person mended, or give the person a link another way. Then set this aside."
    )


class NotABackup(Problem):
    code = "not-a-backup"
    status = 422
    title = _("“{name}” is no backup of this system.")
    remedy = _("Name a file that “ruamsuk backup” has made. Nothing was changed.")


class DamagedBackup(Problem):
    code = "damaged-backup"
    status = 422
    title = _("The backup “{name}” is damaged: {detail}.")
    remedy = _("Take another copy of it, or an older backup. Nothing was changed.")


class DamagedDatabase(Problem):
    code = "backup-of-damaged-database"
    status = 500
    title = _("The database itself is damaged: {detail}")
    remedy = _(
        "No backup was made of it, and none of the older ones was given up. Stop the system and bring the newest one "
        "back, as docs/howto/recovery.md says."
    )


class NewerBackup(Problem):
    code = "newer-backup"
    title = _("The backup was made by a newer version of the system ({version}).")
    remedy = _("Install that version first, then restore. Nothing was changed. Unknown here: {unknown}.")


class OtherEngine(Problem):
    code = "backup-of-other-database"
    title = _("The backup is from {theirs}, but this system runs on {ours}.")
    remedy = _("Set DATABASE_URL for {theirs}, then restore. Nothing was changed.")


class RestoreDiffers(Problem):
    code = "restore-differs"
    status = 500
    title = _("After restoring, these tables do not hold what the backup says: {tables}.")
    remedy = _("Go back to how it was before with: ruamsuk restore {aside}")


class ToolFailed(Problem):
    code = "database-tool-failed"
    status = 500
    title = _("{tool} could not do its work: {detail}")
    remedy = _("Nothing was changed. Mend what it says, then try again.")
    passing = True


class BackupRuns(Problem):
    code = "backup-runs"
    title = _("Another backup or restore is running.")
    remedy = _("Wait until it has ended, then try again. Nothing was changed.")
    passing = True


class DeletionWaits(Problem):
    code = "deletion-waits"
    title = _("Nothing is deleted while a backup or restore runs.")
    remedy = _(
        "It is done later by itself. If a restore was interrupted, finish it: ruamsuk restore --finish"
    )
    passing = True


class IncompleteBackup(Problem):
    code = "backup-incomplete"
    status = 500
    title = _("The backup is not whole. Files that could not be packed: {count} ({names}).")
    remedy = _(
        "What could be saved is in {file}, and its manifest names what is missing. "
        "Look at the disk of the server, then make another backup."
    )
    passing = True


class BackupNotWhole(Problem):
    code = "backup-not-whole"
    title = _("Files missing in the backup “{name}”: {count} ({names}).")
    remedy = _(
        "Take a whole backup, or add --incomplete to bring back all but these files. Nothing was changed."
    )


class NoRoom(Problem):
    code = "backup-cannot-be-written"
    status = 500
    title = _("The backup cannot be read or written: {detail}.")
    remedy = _("Look at the room and rights of {folder}, then try again. Nothing half-written was kept.")
    passing = True
