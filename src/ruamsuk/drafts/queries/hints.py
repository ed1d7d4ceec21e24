"""What a document that was begun from another one still has to replace: hints, which are never data.

A whole hint stands beside a field that is empty; the pieces of a text stand in it, in brackets.
"""

Hint = str | list[str]
Hints = dict[str, Hint]  # path → what the other document said in the field, or the pieces of its text


def left(hint: Hint, value: object) -> list[str]:
    """What is not replaced yet of a field that holds `value`."""
    if isinstance(hint, str):
        return [] if value not in (None, "") else [hint]
    return [piece for piece in hint if f"[{piece}]" in str(value or "")]


def in_brackets(pieces: list[str]) -> str:
    return ", ".join(f"[{piece}]" for piece in pieces)
