from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    COUNTRY = "country", _("country")
    ZONE = "zone", _("health zone")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district")
    SUBDISTRICT = "subdistrict", _("sub-district")
    VILLAGE = "village", _("village")


# Digits of the official code at each level (Department of Provincial Administration: 2+2+2+2).
CODE_LENGTH = {AreaKind.PROVINCE: 2, AreaKind.DISTRICT: 4, AreaKind.SUBDISTRICT: 6, AreaKind.VILLAGE: 8}
ZONE_STEP = 10**8  # place_no = zone × 10⁸ + official code padded to 8 digits

# The word that stands with a name at each level.
WORDS_TH = {AreaKind.PROVINCE: "จังหวัด", AreaKind.DISTRICT: "อำเภอ", AreaKind.SUBDISTRICT: "ตำบล"}
WORDS_BANGKOK = {AreaKind.PROVINCE: "", AreaKind.DISTRICT: "เขต", AreaKind.SUBDISTRICT: "แขวง"}
WORDS_EN = {AreaKind.PROVINCE: " Province", AreaKind.DISTRICT: " District", AreaKind.SUBDISTRICT: " Sub-district"}
