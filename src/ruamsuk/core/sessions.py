"""Where sign-ins are kept: the database, asked only for keys that Django could have made."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

LONGEST = 40


class SessionStore(DatabaseStore):
    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie may hold anything, also a NUL, which PostgreSQL refuses with an error instead of finding nothing."""
        return key is not None and key.isascii() and key.isalnum() and 8 <= len(key) <= LONGEST
