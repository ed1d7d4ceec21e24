"""Reading areas: paths, search, hand-written addresses."""
