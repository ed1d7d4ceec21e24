"""The console script `ruamsuk`: Django's management commands under the project's own name."""

import os
import sys
from contextlib import nullcontext

from ruamsuk.core.stop import Stop, stop_of_disk

# Commands that do without the database, or that bring another one: they also run beside a newer one.
ALONE = set(
    "help version envexample frontend problems makemessages makemigrations restore send-test-letter".split()
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ruamsuk.config.settings")
    try:
        _run(sys.argv)
    except Exception as error:  # the outermost place: what a person can mend is told in words
        stop = _words(error)
        if stop is None:
            raise
        stop.show()
        sys.exit(1)


def _run(arguments: list[str]) -> None:
    from django.core.management import (  # settings must be named first
        execute_from_command_line,
        get_commands,
    )

    name = arguments[1] if len(arguments) > 1 else "help"
    if name not in ALONE and not {"-h", "--help", "--version"} & set(arguments):
        import django

        from ruamsuk.core.trouble import refuse_newer_database

        django.setup()
        refuse_newer_database()
        # Whether the code holds together is asked by `migrate`, with which every start begins, and by bin/check. Asked
        # again by each command, it would take half of its time: every page and call of the API is loaded for it.
        if str(get_commands().get(name, "")).startswith("ruamsuk."):
            arguments = [*arguments[:2], "--skip-checks", *arguments[2:]]
    from ruamsuk.core import progress

    # The log of the worker has a line of its own for each job.
    with nullcontext() if name == "worker" else progress.told(sys.stderr):
        execute_from_command_line(arguments)


def _words(error: Exception) -> Stop | None:
    """Without Django where the settings themselves cannot be read."""
    if isinstance(error, Stop):
        return error
    if isinstance(error, OSError):
        return stop_of_disk(error)
    from ruamsuk.core.trouble import stop_for

    return stop_for(error)


if __name__ == "__main__":
    main()
