"""A start that cannot go on, told to the person at the terminal in Thai and English with what to do.

Plain Python without any library: bin/serve uses it before anything is installed. The words stand here in both
languages and not in the translations, because nothing that is loaded later can be relied on at this point.
"""

from __future__ import annotations

import errno
import sys

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
NO_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.EISDIR}


class Stop(Exception):
    """What happened, in Thai and English, and the command or the act that mends it."""

    def __init__(self, thai: str, english: str, remedy: str = "", details: str = "") -> None:
        super().__init__(english)
        self.thai, self.english, self.remedy, self.details = thai, english, remedy, details

    def show(self) -> None:
        lines = [
            *([self.details.strip()[-3000:]] if self.details else []),
            "",
            f"✗ {self.thai}",
            f"  {self.english}",
        ]
        if self.remedy:
            lines += ["", f"  ทำอย่างไร · What to do:  {self.remedy}"]
        print("\n".join(lines), file=sys.stderr, flush=True)  # noqa: T201  # this is what a terminal shows


def stop_of_disk(error: OSError) -> Stop | None:
    """The words for a file or folder that cannot be written; None when it is something else."""
    place = error.filename or ""
    if error.errno in FULL:
        return disk_full(place)
    if error.errno in CLOSED:
        return Stop(
            f"เปิดหรือเขียน {place} ไม่ได้ ไม่มีสิทธิ์หรือเป็นที่อ่านได้อย่างเดียว",
            f"{place} cannot be opened or written: no permission, or a read-only disk.",
            f"ให้ผู้ใช้ที่เปิดระบบเป็นเจ้าของโฟลเดอร์ หรือตั้ง RUAMSUK_DATA_DIR ไปที่อื่น · "
            f"give it to the user who starts the system (chown -R USER {place}), "
            "or set RUAMSUK_DATA_DIR to another folder",
        )
    if error.errno in NO_FOLDER:
        return Stop(
            f"ใช้ {place} เป็นโฟลเดอร์ไม่ได้ มีไฟล์ชื่อนี้อยู่แล้ว",
            f"{place} cannot be used as a folder: a file of that name is in the way.",
            "ตั้ง RUAMSUK_DATA_DIR เป็นโฟลเดอร์ · set RUAMSUK_DATA_DIR to a folder",
        )
    return None


def disk_full(place: object) -> Stop:
    return Stop(
        f"ดิสก์เต็ม เขียน {place} ไม่ได้ ข้อมูลเดิมยังอยู่ครบ",
        f"The disk is full: {place} cannot be written. Nothing that was stored is lost.",
        "เพิ่มที่ว่างแล้วสั่งซ้ำ ดูที่ว่างด้วย df -h · make room and run the same command again; df -h shows the room",
    )
