"""Pages of plans: over areas, of a fund's year, of one plan, of its rows."""
