"""Outlines of provinces, thinned from the drawing of @svg-maps/thailand so that a phone loads them once for all maps.

Every corner moves to the nearest point of a grid. Two provinces share the corners of their border, so both sides move
alike and no gap opens between them.
"""

import json
import re
from collections.abc import Iterator

GRID = 4  # points of the grid in one unit of the drawing (560 × 1025 units)
_PATH = re.compile(r'<path\s+id="(?P<name>\w+)"\s+aria-label="[^"]*"\s+d="(?P<data>[^"]+)"')
_STEP = re.compile(r"[a-zA-Z]|-?[\d.]+(?:e-?\d+)?")

Point = tuple[int, int]
Ring = list[Point]  # the corners of one closed line


class NotOurDrawing(Exception):
    """The library draws otherwise than it did; the text says how."""


def thinned(drawing: str) -> dict[str, list[Ring]]:
    """Name of the shape → its closed lines on the grid. What is smaller than a point of the grid is gone."""
    found = {path["name"]: _rings(path["data"]) for path in _PATH.finditer(drawing)}
    if not found:
        raise NotOurDrawing("no outline was found in the drawing of the provinces")
    return found


def sheet(shapes: dict[str, list[Ring]]) -> str:
    """One SVG with a path for each shape, used as `provinces.svg#name`. It has no colours: a map gives them."""
    paths = [f'<path id="{name}" d="{"".join(map(_data, rings))}"></path>' for name, rings in shapes.items()]
    return '<svg xmlns="http://www.w3.org/2000/svg"><defs>\n' + "\n".join(paths) + "\n</defs></svg>\n"


def boxes(shapes: dict[str, list[Ring]]) -> str:
    """JSON of where each shape lies: left, top, right, bottom, and the middle of its largest piece."""
    return json.dumps(
        {name: [*_box(rings), *_middle(max(rings, key=_size))] for name, rings in shapes.items()}
    )


def _rings(data: str) -> list[Ring]:
    steps = _STEP.findall(data)
    if others := {step for step in steps if step.isalpha()} - {"m", "z"}:
        raise NotOurDrawing(f"outlines are drawn with {', '.join(sorted(others))}; m and z are understood")
    rings = [_snapped(ring) for ring in _walked(steps)]
    return [ring for ring in rings if len(ring) > 2]


def _walked(steps: list[str]) -> Iterator[list[tuple[float, float]]]:
    """Each step is relative to the one before; a line that ends goes back to where it began."""
    x = y = 0.0
    ring: list[tuple[float, float]] = []
    numbers = iter(steps)
    for step in numbers:
        if step == "z":
            yield ring
            x, y = ring[0]
            ring = []
        elif step != "m":
            x, y = x + float(step), y + float(next(numbers))
            ring.append((x, y))


def _snapped(ring: list[tuple[float, float]]) -> Ring:
    found: Ring = []
    for x, y in ring:
        point = (round(x * GRID), round(y * GRID))
        if not found or found[-1] != point:
            found.append(point)
    return found[:-1] if len(found) > 1 and found[0] == found[-1] else found


def _data(ring: Ring) -> str:
    (left, top), *rest = ring
    x, y, steps = left, top, []
    for to_x, to_y in rest:
        steps.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    return f"M{left} {top}l{' '.join(steps)}z"


def _box(rings: list[Ring]) -> tuple[int, int, int, int]:
    xs, ys = [x for ring in rings for x, _y in ring], [y for ring in rings for _x, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _size(ring: Ring) -> float:
    return abs(_twice_the_area(ring))


def _twice_the_area(ring: Ring) -> int:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)


def _middle(ring: Ring) -> Point:
    """The centre of gravity."""
    twice = _twice_the_area(ring)
    x = y = 0
    for (one_x, one_y), (two_x, two_y) in zip(ring, ring[1:] + ring[:1], strict=True):
        part = one_x * two_y - two_x * one_y
        x, y = x + (one_x + two_x) * part, y + (one_y + two_y) * part
    return round(x / (3 * twice)), round(y / (3 * twice))
