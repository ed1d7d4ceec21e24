"""What the guards share: the apps in their order, and where their files are."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src/ruamsuk"


@cache
def height() -> dict[str, int]:
    """App → its height in the import contract of pyproject.toml; an app may use what stands lower."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("exhaustive"))
    return {
        name.strip(" ()"): len(layers) - number
        for number, layer in enumerate(layers)
        for name in layer.split("|")
    }


def may_use(app: str, other: str) -> bool:
    return app == other or height()[other] < height()[app]


def app_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0]


def places_of(path: Path) -> tuple[str, ...]:
    """What a file of an app or a room is in: `("reports", "queries", "lists")`; nothing for a file of no app."""
    return path.relative_to(SRC).with_suffix("").parts[1:]


def sources(pattern: str = "*.py") -> Iterator[Path]:
    """Our own source files, without tests and migrations."""
    for path in sorted(SRC.rglob(pattern)):
        if not {"tests", "migrations", "vendor", "__pycache__"} & set(path.relative_to(SRC).parts):
            yield path


def templates() -> list[Path]:
    return [
        path
        for path in sources("*")
        if "templates" in path.relative_to(SRC).parts and path.suffix in {".html", ".txt"}
    ]


def modules(name: str) -> Iterator[ModuleType]:
    """The modules `<app>.<name>`, or of a room `<app>.<room>.<name>`, and those inside, where it is a package."""
    for path in sources():
        parts = path.relative_to(SRC).with_suffix("").parts
        if name in parts[1:] and path.name != "__init__.py":
            yield import_module(".".join(("ruamsuk", *parts)))
