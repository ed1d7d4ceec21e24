"""Closed lists of the committees app."""

# Codes of the positions whose holders may confirm a step in the fund's name.
CONFIRMING = ("chair", "secretary")
