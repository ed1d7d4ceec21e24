"""How a document is written: `Writing`, of which each noun makes one. The nouns' own actions are shells around it."""

from ruamsuk.drafts.actions.texts import Change, Texts
from ruamsuk.drafts.actions.writing import Saved, Writing, forget

__all__ = ["Change", "Saved", "Texts", "Writing", "forget"]
