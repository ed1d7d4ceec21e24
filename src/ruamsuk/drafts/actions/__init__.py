"""How a document is written: `Writing`, of which each noun makes one. The nouns' own actions are shells around it."""

from ruamsuk.drafts.actions.texts import Chosen, FieldText, Texts, Typed
from ruamsuk.drafts.actions.writing import D, Saved, Writing, forget, locked

__all__ = ["Chosen", "D", "FieldText", "Saved", "Texts", "Typed", "Writing", "forget", "locked"]
