"""Every address × every reader: who is let in, and what of persons each answer may hold.

`expected.py` is written by hand and asks nothing of the product; `addresses.py` finds the addresses by itself;
`world.py` plants the records, the readers and the marked texts; `runner.py` asks. See docs/howto/matrix.md.
"""
