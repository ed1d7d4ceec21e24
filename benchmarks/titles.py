"""Titles of projects by the million, and what people make of them when they type: both the same at every run."""

import itertools
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

BEGIN = ["โครงการ", "โครงการส่งเสริม", "โครงการรณรงค์", "โครงการอบรม", "โครงการพัฒนา", "กิจกรรม", "แผนงาน", ""]
WHAT = [
    "กิจกรรมทางกายเพื่อสุขภาพ", "ป้องกันและควบคุมโรคไข้เลือดออก", "คัดแยกขยะตั้งแต่ต้นทาง", "ธนาคารขยะรีไซเคิล",
    "ดูแลสุขภาพจิตและป้องกันภาวะซึมเศร้า", "ลดหวานมันเค็ม", "อาหารปลอดภัยในตลาดสด", "ปลูกผักสวนครัวรั้วกินได้",
    "ตรวจคัดกรองเบาหวานและความดันโลหิตสูง", "คัดกรองมะเร็งเต้านมและปากมดลูก", "ทันตสุขภาพ ฟันดี ยิ้มสวย",
    "ป้องกันการจมน้ำและฝึกว่ายน้ำเอาชีวิตรอด", "ป้องกันอุบัติเหตุบนท้องถนน", "เลิกบุหรี่และบุหรี่ไฟฟ้า", "ชุมชนปลอดเหล้า",
    "ดูแลผู้ป่วยติดบ้านติดเตียง", "กายอุปกรณ์และฟื้นฟูสมรรถภาพ", "แอโรบิกและบาสโลบยามเย็น", "ปั่นจักรยานเพื่อสุขภาพ",
    "โนราบิกรำวงย้อนยุค", "พัฒนาการสมวัย", "นมแม่และโภชนาการหญิงตั้งครรภ์", "ฝากครรภ์คุณภาพ", "สมุนไพรและการแพทย์แผนไทย",
    "นวดแผนไทยคลายปวดเมื่อย", "ปฐมพยาบาลและช่วยฟื้นคืนชีพ", "ป้องกันโรคฉี่หนู", "ควบคุมพิษสุนัขบ้า", "เฝ้าระวังฝุ่น PM2.5",
    "สร้างสุขภาวะในสถานประกอบการ", "ศูนย์เรียนรู้ผู้สูงอายุ", "โรงเรียนผู้สูงอายุ", "รู้เท่าทันยาเสพติด", "เพศศึกษาและท้องไม่พร้อม",
    "น้ำดื่มสะอาด", "จัดการน้ำเสียครัวเรือน", "สวนสุขภาพริมคลอง", "ธรรมนูญสุขภาพตำบล", "อสม. เชี่ยวชาญ", "ครัวเรือนพอเพียง",
]  # fmt: skip
WHOM = [
    "ในเด็กปฐมวัย", "ในโรงเรียนประถมศึกษา", "ของนักเรียนมัธยม", "ในกลุ่มวัยรุ่น", "ในกลุ่มวัยทำงาน", "สำหรับผู้สูงอายุ",
    "ในมัสยิดและชุมชนมุสลิม", "ในวัดและพระสงฆ์", "ของกลุ่มแม่บ้าน", "สำหรับคนพิการ", "ในชาวประมงพื้นบ้าน", "ของเกษตรกรสวนยาง",
    "ในแรงงานข้ามชาติ", "โดยแกนนำสุขภาพ", "ของครอบครัวเปราะบาง", "ในศูนย์พัฒนาเด็กเล็ก", "",
]  # fmt: skip
# Rows of the Thai board (Kedmanee): the key that is hit by mistake lies beside the one that was meant.
ROWS = ["ๅภถุึคตจขช", "ๆไำพะัีรนยบล", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ"]
BESIDE = {key: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in ROWS for at, key in enumerate(row)}
TONES = "็่้๊๋์"
STARTS = re.compile("[เแโใไ]?[ก-ฮ]")
SHORT = {
    "องค์การบริหารส่วนตำบล": "อบต.", "เทศบาลตำบล": "ทต.", "เทศบาลเมือง": "ทม.", "ตำบล": "ต.", "อำเภอ": "อ.", "จังหวัด": "จ.",
}  # fmt: skip


def titles(places: Sequence[str], seed: int = 2570) -> Iterator[str]:
    """Without end, each as good as another's."""
    chance = random.Random(seed)
    while True:
        parts = [chance.choice(BEGIN) + chance.choice(WHAT) + chance.choice(WHOM)]
        parts += [f"หมู่ที่ {chance.randint(1, 14)}"] if chance.random() < 0.4 else []
        parts += [chance.choice(["ตำบล", "บ้าน", "ต.", "เทศบาลตำบล", ""]) + chance.choice(places)]
        parts += [f"ปี {chance.randint(2560, 2570)}"] if chance.random() < 0.5 else []
        yield " ".join(parts)


def _at(text: str, chance: random.Random, fitting: Callable[[int], bool]) -> int | None:
    return chance.choice(places) if (places := [at for at in range(len(text)) if fitting(at)]) else None


def no_tones(text: str, chance: random.Random) -> str:
    return "".join(letter for letter in text if letter not in TONES)


def one_tone_less(text: str, chance: random.Random) -> str:
    at = _at(text, chance, lambda at: text[at] in TONES)
    return text if at is None else text[:at] + text[at + 1 :]


def swapped(text: str, chance: random.Random) -> str:
    at = _at(text, chance, lambda at: at + 1 < len(text) and " " not in text[at : at + 2])
    return text if at is None else text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def key_beside(text: str, chance: random.Random) -> str:
    at = _at(text, chance, lambda at: text[at] in BESIDE)
    return text if at is None else text[:at] + chance.choice(BESIDE[text[at]]) + text[at + 1 :]


def one_less(text: str, chance: random.Random) -> str:
    at = _at(text, chance, lambda at: text[at] != " ")
    return text if at is None else text[:at] + text[at + 1 :]


def split(text: str, chance: random.Random) -> str:
    at = _at(text, chance, lambda at: at > 2 and bool(STARTS.match(text, at)))
    return text if at is None else f"{text[:at]} {text[at:]}"


def shortened(text: str, chance: random.Random) -> str:
    for long, short in SHORT.items():
        text = text.replace(long, short)
    return text


def thai_digits(text: str, chance: random.Random) -> str:
    return text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


MISTAKES = [no_tones, one_tone_less, swapped, key_beside, one_less, split, shortened, thai_digits]


@dataclass(frozen=True)
class Typed:
    title: str  # what is looked for
    meant: str  # the piece of it that was to be typed
    text: str  # what was typed
    mistake: str


def typed(wanted: Sequence[str], seed: int = 2570) -> Iterator[Typed]:
    """For each title what somebody types who looks for it; mistakes in turn."""
    chance = random.Random(seed)
    for title, mistake in zip(wanted, itertools.cycle(MISTAKES), strict=False):
        meant = piece(title, chance)
        yield Typed(title, meant, mistake(meant, chance), mistake.__name__)


def piece(title: str, chance: random.Random) -> str:
    """Some of it, from a letter that begins a syllable; so much that few other titles say it."""
    starts = [found.start() for found in STARTS.finditer(title) if found.start() <= max(0, len(title) - 24)]
    begin = chance.choice(starts or [0])
    end = min(len(title), begin + chance.randint(18, 40))
    while end < len(title) and not STARTS.match(title, end) and title[end] != " ":
        end += 1
    return title[begin:end].strip()
