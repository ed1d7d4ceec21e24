"""Reading what people collected, and what was put where a person has to confirm it."""

from ruamsuk.older_pages.queries.to_confirm import tasks_for

__all__ = ["tasks_for"]
