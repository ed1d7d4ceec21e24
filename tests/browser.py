"""Where Chromium is, and how it is started: without the network, without a sandbox of its own (root, containers)."""

import os
import shutil
from pathlib import Path

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def chromium() -> str | None:
    """Path of a Chromium that runs here: Debian's, Chrome, or the one that Playwright fetched."""
    for path in ("/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"):
        if Path(path).exists():
            return path
    fetched = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    found = sorted(fetched.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else shutil.which("chromium-headless-shell")
