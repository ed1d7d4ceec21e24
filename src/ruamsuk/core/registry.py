"""What apps tell an app below them, by name: how one looks upward without importing upward.

    DECLARED: Registry[Verb] = Registry("verbs")
    DECLARED.add("decide", DECIDE)

Filled while the apps start (`AppConfig.ready`, or where the thing is written); docs/architecture.md names each use.
"""

from typing import TypeVar

T = TypeVar("T")


class Registry(dict[str, T]):
    def __init__(self, things: str) -> None:
        super().__init__()
        self._things = things  # what they are, for the message

    def add(self, name: str, thing: T) -> T:
        """The thing itself. A name belongs to one thing; to say the same again changes nothing."""
        if self.setdefault(name, thing) is not thing:
            raise ValueError(f"two {self._things} are named {name}")
        return thing
