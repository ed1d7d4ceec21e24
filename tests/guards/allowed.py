"""Exceptions from the guards, each with its reason. A name that no longer exists fails its guard."""

# Pages and calls without a gate of their own. Names as in `{% url %}`.
OPEN_VIEWS: dict[str, str] = {}

# Files that may hold Thai text outside of translations: the text is data or a rule of the language itself.
THAI_IN_CODE: dict[str, str] = {
    "areas/choices.py": "the word that stands before a name is part of the name",
    "config/env.py": "the default name of the sender of letters is a setting",
    "core/calendar.py": "names of months and the words around dates, written and read",
    "core/money.py": "words for baht that people type",
    "core/text.py": "letters of the sort key",
}
