"""Front-end libraries: what pages need of node_modules, copied to the git-ignored static folder `vendor`."""

import re
from pathlib import Path

from ruamsuk.core import outlines
from ruamsuk.core.icons import ICONS

ROOT = Path(__file__).resolve().parents[3]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/ruamsuk/core/static/vendor"
FONT = "noto-sans-thai-looped"
WEIGHTS = (400, 600)
SUBSETS = ("thai", "latin")


class FrontendMissing(Exception):
    """A library is not there; the text names it and the remedy."""


def wanted(modules: Path = MODULES) -> dict[str, bytes]:
    """Path below `vendor` → content of everything that pages load."""
    return {
        "icons.svg": sprite(modules).encode(),
        **_provinces(modules / "@svg-maps/thailand"),
        **_fonts(modules / "@fontsource" / FONT),
    }


def install(modules: Path = MODULES, vendor: Path = VENDOR) -> int:
    """Writes what differs and removes what pages no longer load; returns how many files changed."""
    files = wanted(modules)
    changed = 0
    for name, content in files.items():
        target = vendor / name
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            changed += 1
    for path in list(vendor.rglob("*")):
        if path.is_file() and str(path.relative_to(vendor)) not in files:
            path.unlink()
            changed += 1
    return changed


def sprite(modules: Path = MODULES) -> str:
    """One SVG with a symbol for each icon of core.icons, used as `icons.svg#name`."""
    symbols = []
    for name in ICONS:
        drawing = _read(modules / f"@tabler/icons/icons/outline/{name}.svg").decode()
        inner = re.sub(r"\s+", " ", drawing.split(">", 1)[1].rsplit("</svg>", 1)[0]).strip()
        inner = inner.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" /> ', "")
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _provinces(package: Path) -> dict[str, bytes]:
    """Outlines of provinces by reference, where each of them lies, and whose they are."""
    try:
        shapes = outlines.thinned(_read(package / "thailand.svg").decode())
    except outlines.NotOurDrawing as problem:
        raise FrontendMissing(f"{package.name}: {problem}") from None
    return {
        "provinces.svg": outlines.sheet(shapes).encode(),
        "provinces.json": outlines.boxes(shapes).encode(),
        "provinces-licence.md": _read(package / "LICENSE.md"),
    }


def _fonts(package: Path) -> dict[str, bytes]:
    """The woff2 files of two weights for Thai and Latin, and the style sheet that names them."""
    files: dict[str, bytes] = {"fonts/licence.txt": _read(package / "LICENSE")}
    faces = []
    for weight in WEIGHTS:
        sheet = _read(package / f"{weight}.css").decode()
        for subset in SUBSETS:
            name = f"{FONT}-{subset}-{weight}-normal"
            files[f"fonts/{name}.woff2"] = _read(package / f"files/{name}.woff2")
            letters = re.search(rf"/\* {name} \*/.*?unicode-range: ([^;]+);", sheet, re.DOTALL)
            if letters is None:
                raise FrontendMissing(f"{package.name}/{weight}.css no longer describes {name}")
            faces.append(
                "@font-face { font-family: 'Noto Sans Thai Looped'; font-style: normal; font-display: swap; "
                f"font-weight: {weight}; src: url(fonts/{name}.woff2) format('woff2'); "
                f"unicode-range: {letters[1]}; }}"
            )
    files["fonts.css"] = ("\n".join(faces) + "\n").encode()
    return files


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FrontendMissing(f"{path.name} is not in {path.parent}. Run: npm ci --ignore-scripts") from None
