"""No address is looser than its row, page or API, and no answer shows of persons what its reader may not see.

A seeded part of all cells runs with the suite; `bin/check --matrix` asks every one (docs/howto/matrix.md).
"""

import os

import pytest

from tests.matrix.addresses import addresses
from tests.matrix.runner import ask, cells
from tests.matrix.world import World

pytestmark = pytest.mark.django_db

LEAST = 3_000  # cells of the short form
EVERY_CELL = os.environ.get("MATRIX") == "all"


@pytest.fixture(scope="module")
def world(kept_for_module):
    with kept_for_module():
        yield World()


def test_x(world):
    import time; from time import process_time

    import logging; logging.disable(logging.CRITICAL)
    wrong = []
    for a in addresses():
        try: a.stages(world.values)
        except LookupError as e: wrong.append(str(e))
    if wrong: raise AssertionError(chr(10).join(wrong))
    print('built', time.process_time())
    n = 0
    t = process_time()
    only = os.environ.get("ONLY", "").split(",")
    for cell in cells(world):
        if only != [""] and cell.reader.name not in only:
            continue
        n += 1
        try:
            wrong += ask(world, cell)
        except Exception as e:
            wrong.append(f"{cell} EXC {e!r}"[:300])
    print(n, len(wrong), process_time() - t)
    open(os.environ.get("OUT", "/tmp/eyes/out.txt"), "w").write("\n".join(wrong))
