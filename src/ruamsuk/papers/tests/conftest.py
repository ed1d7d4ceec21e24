"""The world of projects, whose records are printed."""

from ruamsuk.projects.tests.conftest import (  # noqa: F401
    complete,
    kho_hong,
    started,
    submitted,
    write,
)
