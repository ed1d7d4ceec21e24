"""The demo network: a programme with its funds, proposals, projects and reports, and invented people who use it.

`data/` holds every figure, name and sentence; the modules here only build records from it. `figures.toml` names the
source of each figure that is printed in a report, and what was invented so that the parts add up.
"""
