"""Measures one database, named by the environment: `python -m benchmarks.run full pages load`. Started by bin/bench."""

import argparse
import hashlib
import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 20
LOAD_SECONDS = 20
CROWD_SECONDS = 60
MARKER = "generated"  # what the records in a folder were made by


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("size")
    parser.add_argument(
        "wanted", nargs="+", choices=["pages", "load", "autosave", "contributions", "borders", "finding"]
    )
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    django.setup()
    from django.conf import settings  # needs the setup above
    from django.db import connection

    ready(options.size, settings.DATA_DIR)
    result: dict = {
        "database": connection.vendor,
        "size": options.size,
        "at": time.strftime("%Y-%m-%d %H:%M"),
    }
    missed: list[str] = []
    if "pages" in options.wanted:
        from benchmarks.measure import measure_pages

        found = measure_pages(ROUNDS, options.only, say=lambda text: print(text, flush=True))
        result["pages"] = [asdict(line) for line in found]
        missed += [f"{line.page} ({line.reader}): {line.missed}" for line in found if line.missed]
    if "load" in options.wanted:
        missed += load(result)
    if "autosave" in options.wanted:
        missed += autosave(result)
    if "contributions" in options.wanted:
        missed += contributions(result)
    if "borders" in options.wanted:
        missed += borders(result)
    if "finding" in options.wanted:
        missed += finding(result)
    file = settings.DATA_DIR / "result.json"
    kept = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps(kept | result, indent=1))
    print(f"\n{len(missed)} wanted values missed; all figures: {file}")
    return 1 if any("no page" in text for text in missed) else 0


def ready(size: str, folder: Path) -> None:
    """The database with its rows. Made anew when the tables or the generator are others than when it was made.

    They are made in SQLite and carried to PostgreSQL, where a folder beside this one has them.
    """
    from django.db import connection

    from benchmarks import carried, generate, summary

    content, ours = hashlib.sha256(), ROOT / "src/ruamsuk"
    made_by = [ROOT / f"benchmarks/{name}.py" for name in ("bulk", "generate", "summary", "titles")]
    for path in [*made_by, *sorted([*ours.glob("*/migrations/0*.py"), *ours.glob("**/actions/bulk.py")])]:
        content.update(path.read_bytes())
    wanted = content.hexdigest()
    made = is_made(folder, wanted)
    if not made:
        empty(connection)
    if subprocess.run([sys.executable, ROOT / "bin/_prepare.py"], cwd=ROOT).returncode:
        raise SystemExit(1)  # it has said what is wrong
    if made:
        return
    started, beside = time.monotonic(), folder.parent / "sqlite"
    if connection.vendor == "postgresql" and is_made(beside, wanted):
        carried.carry(beside / "ruamsuk.sqlite3", tell)
    else:
        generate.make(generate.SIZES[size], tell)
    generate.planner_knows()
    wrong = summary.differences(200)
    print(f"  {generate.rows_made()}  {time.monotonic() - started:.0f} s")
    if wrong:
        raise SystemExit(f"The summary was generated wrong: {wrong[:5]}")
    (folder / MARKER).write_text(wanted)


def is_made(folder: Path, wanted: str) -> bool:
    marker = folder / MARKER
    return marker.exists() and marker.read_text() == wanted


def tell(text: str) -> None:
    print(f"  {text}", flush=True)


def empty(connection) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        return
    connection.close()
    for path in Path(connection.settings_dict["NAME"]).parent.glob("ruamsuk.sqlite3*"):
        path.unlink()


def load(result: dict) -> list[str]:
    """32 people at once, then 64 who write too, and how soon another process sees a change."""
    from benchmarks import load, pages, seen

    bare = load.bare(LOAD_SECONDS / 2)
    mixed = load.mixed(LOAD_SECONDS)
    crowd = load.crowd(CROWD_SECONDS)
    after = seen.seconds_until_seen()
    share = mixed.per_second / bare.per_second
    print(f"\n{bare.line()}\n{mixed.line()}")
    for name, waits in sorted(mixed.by_page.items(), key=lambda item: -sum(item[1])):
        print(f"    {name:<20} {len(waits):5} × {sum(waits) / len(waits):6.0f} ms")
    print(f"{share:.2f} of the bare page's pages a second (wanted: {pages.SHARE_OF_BARE:.2f})")
    print(f"\n{crowd.line()}\n    answers: {dict(sorted(crowd.statuses.items()))}")
    print(f"a change was seen in every count after {after:.2f} s (wanted: {pages.SEEN_WITHIN_S})")
    result["load"] = {
        "bare_per_second": bare.per_second,
        "mixed_per_second": mixed.per_second,
        "mixed_median_ms": mixed.median_ms,
        "mixed_p95_ms": mixed.p95_ms,
        "failures": mixed.failures,
        "crowd_per_second": crowd.per_second,
        "crowd_p95_ms": crowd.p95_ms,
        "crowd_statuses": crowd.statuses,
        "share_of_bare": share,
        "seen_after_seconds": after,
    }
    wanted = {
        f"load: {share:.2f} of the bare page": share < pages.SHARE_OF_BARE,
        f"load: p95 {mixed.p95_ms:.0f} ms": mixed.p95_ms > pages.LOADED_P95_MS,
        f"load: {mixed.failures} failures, no page": bool(mixed.failures),
        f"crowd: {crowd.failures} failures, no page": bool(crowd.failures),
        f"change seen after {after:.1f} s": after > pages.SEEN_WITHIN_S,
    }
    return [text for text, is_missed in wanted.items() if is_missed]


def autosave(result: dict) -> list[str]:
    """What two workers save a second of what people type."""
    from benchmarks import pages
    from benchmarks.autosave import saved

    found = saved()
    print(f"\n{found.line()} (wanted: {pages.SAVES_PER_S} a second, {pages.SAVE_QUERIES} queries)")
    result["autosave"] = asdict(found)
    wanted = {
        f"autosave: {found.per_second:.0f} a second": found.per_second < pages.SAVES_PER_S,
        f"autosave: {found.queries} queries": found.queries > pages.SAVE_QUERIES,
        f"autosave: {found.inserts:.1f} bare inserts": found.inserts > pages.SAVE_INSERTS,
    }
    return [text for text, is_missed in wanted.items() if is_missed]


def contributions(result: dict) -> list[str]:
    """A noun as busy as home visits in one sub-district: acts a second, and whether each is counted at once."""
    from benchmarks import pages
    from benchmarks.contributions import busy

    found = busy()
    print(f"\n{found.line()} (wanted: {pages.ACTS_PER_S} a second, none behind)")
    result["contributions"] = asdict(found)
    wanted = {
        f"contributions: {found.per_second:.0f} acts a second": found.per_second < pages.ACTS_PER_S,
        f"contributions: {found.behind} answers behind": bool(found.behind),
        f"contributions: {found.acts} done, {found.counted} counted, no page": found.acts != found.counted,
    }
    return [text for text, is_missed in wanted.items() if is_missed]


def borders(result: dict) -> list[str]:
    """A province with a million records changes its zone while others write and read."""
    from benchmarks import pages
    from benchmarks.borders import moved

    found = moved()
    print(f"\n{found.line()} (wanted: waits of {pages.WAIT_S} s at most)")
    result["borders"] = asdict(found)
    wanted = {
        f"borders: a writer waited {found.wait_seconds:.2f} s": found.wait_seconds > pages.WAIT_S,
        f"borders: {found.rewritten} records rewritten": bool(found.rewritten),
        f"borders: {found.neither} answers neither old nor new, no page": bool(found.neither),
    }
    return [text for text, is_missed in wanted.items() if is_missed]


def finding(result: dict) -> list[str]:
    """What the search finds of what is mistyped, among all titles."""
    from django.db import connection

    from benchmarks import pages
    from benchmarks.finding import searched

    found, most = searched(), pages.SEARCH_MS[connection.vendor]
    print(f"\n{found.line()} (wanted: {100 * pages.RECALL:.0f} %, {most} ms where bare is {pages.BARE_MS})")
    result["finding"] = asdict(found)
    wanted = {
        f"finding: {100 * found.recall:.1f} % found": found.recall < pages.RECALL,
        f"finding: 95 % within {found.times_bare:.0f} × bare": found.times_bare > most / pages.BARE_MS,
    }
    return [text for text, is_missed in wanted.items() if is_missed]


if __name__ == "__main__":
    sys.exit(main())
