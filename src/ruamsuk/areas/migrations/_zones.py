"""The zone leaves `place_no` (docs/adr/0069): areas first, then the records of every app. Never changed again."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Mod

ZONE_STEP = 10**8  # before: zone × 10⁸ + official code padded to 8 digits
PROVINCE_STEP = 10**6


def areas_leave(apps, schema_editor):
    areas = apps.get_model("areas", "Area").objects
    inside = _provinces(areas)
    for pk, place in areas.filter(kind="zone").values_list("pk", "place_no"):
        number = place // ZONE_STEP
        codes = sorted(str(province) for province, zone in inside.items() if zone == number)
        areas.filter(pk=pk).update(
            place_no=ZONE_STEP + number * PROVINCE_STEP, province_codes=" ".join(codes)
        )
    areas.exclude(kind="zone").update(place_no=Mod(F("place_no"), ZONE_STEP))


def _provinces(areas):
    """Province → number of its zone. What was closed in a province that is no more still lies in its zone."""
    found = {}
    for rows in (areas.filter(kind="province", closed_on=None), areas.exclude(closed_on=None)):
        for place in rows.exclude(kind="zone").order_by("pk").values_list("place_no", flat=True):
            zone, rest = divmod(place, ZONE_STEP)
            if rest:
                found.setdefault(rest // PROVINCE_STEP, zone)
    return found


def records_follow(*names):
    """Every record lies where its home area lies, as always."""

    def forwards(apps, schema_editor):
        home = apps.get_model("areas", "Area").objects.filter(pk=OuterRef("home_area_id")).values("place_no")
        for name in names:
            rows = apps.get_model(name).objects.filter(home_area__isnull=False)
            rows.update(place_no=Subquery(home))

    return forwards
