"""Of what somebody types with a mistake nearly everything is found, among the first ten of the page.

Real titles of projects, among others that the benchmark makes; `bin/bench --pages` asks 300 among a million.
"""

from itertools import chain, islice

from benchmarks.titles import titles, typed
from ruamsuk.dashboards.tests.conftest import YEAR, make, network, reader, small_network, world  # noqa: F401
from ruamsuk.projects.models import Project
from ruamsuk.web.tests.test_search import found

FIRST, WANTED = 10, 0.95
OTHERS, QUERIES = 60, 48
REAL = [
    "โครงการส่งเสริมกิจกรรมทางกายเพื่อสุขภาพในประชาชนทั่วไป หมู่ที่ 7 บ้านทุ่งใหญ่ ประจำปี 2566",
    "โครงการส่งเสริมการออกกำลังกายขยับกาย สบายชีวา มีสุขภาพดี ในชุมชนทุ่งปรือ ประจำปีงบประมาณ 2568",
    "โครงการวัยเรียน วัยใส ห่างไกลบุหรี่",
    "โครงการการจัดการขยะของครัวเรือนหมู่ที่ 1 ตำบลนาขยาด",
    "โครงการส่งเสริมการคัดแยกขยะในครัวเรือน เพื่อสุขภาพที่ดีของคนในชุมชน",
    "รู้เท่าทันภาวะเสี่ยงซึมเศร้า สร้างใจเข้มแข็งในครอบครัวและโรงเรียน",
    "โครงการคัดกรองป้องกันโรคภาวะซึมเศร้าในวัยเรียนนักเรียนโรงเรียนกระแสสินธุ์วิทยา",
    "โครงการเฝ้าระวังและป้องกันอุบัติเหตุจากการใช้รถใช้ถนน ประจำปีงบประมาณ พ.ศ.2568",
    "โครงการป้องกันและแก้ปัญหาไฟป่าหมอกควันและฝุ่นละอองขนาดเล็ก (PM 2.5)",
    "ศูนย์คนไทยห่างไกล NCDS เทศบาลตอหลัง ปี 2569",
    "โครงการบริหารจัดการกองทุนหลักประกันสุขภาพเทศบาลตำบลนาโหนด",
    "โครงการส่งเสริมสุขภาพจิต ป้องกันโรคซึมเศร้าในผู้สูงอายุ รพ.สต.บ้านท่าควาย ปีงบประมาณ 2566",
    "โครงการส่งเสริมความรู้และคัดกรองโรคเบาหวาน โรคความดันโลหิตสูงในชุมชน ปี 2568",
    "โครงการแก้ไขภาวะทุพโภชนาการในศูนย์พัฒนาเด็กเล็กบ้านกลูบี",
    "โครงการพัฒนาและเสริมสร้างศักยภาพด้านสุขภาพผู้สูงอายุ ปีงบประมาณ 2566",
    "โครงการลดรายจ่ายเพิ่มรายได้ให้ชุมชน(ม. 11 บ้านห้วยมะพร้าว)",
    "ร่วมสร้างชุมชนท้องถิ่นน่าอยู่บ้านศาลาคงจันทร์ปี 3 : ชุมชนจัดการตนเองตามวิถีพอเพียง",
    "การจัดการขยะโดยการมีส่วนร่วมของภาคีเครือข่าย ต.ควนเมา อ.รัษฎา จ.ตรัง",
]


def test_of_what_is_mistyped_nearly_all_is_among_the_first_ten(reader, world):  # noqa: F811
    for title in [*REAL, *islice(titles(["คอหงส์", "ควนลัง", "บางกล่ำ"]), OTHERS)]:
        project = world.make.project(world.kho_hong)
        project.title = title
        project.save()
    assert Project.objects.count() > OTHERS
    asked = list(islice(typed(REAL * 8), QUERIES))
    missed = [
        one
        for one in asked
        if one.title not in list(chain.from_iterable(found(reader, one.text).values()))[:FIRST]
    ]
    assert len(missed) <= (1 - WANTED) * len(asked), missed
