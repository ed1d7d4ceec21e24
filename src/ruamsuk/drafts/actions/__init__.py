"""How a document is written: `Writing`, of which each noun makes one. The nouns' own actions are shells around it."""

from ruamsuk.drafts.actions.texts import Change, Chosen, Texts, Typed
from ruamsuk.drafts.actions.writing import D, Saved, Writing, forget

__all__ = ["Change", "Chosen", "D", "Saved", "Texts", "Typed", "Writing", "forget"]
