"""`{% chart found %}` draws whatever chart it is given; `{% spark found %}` the small bars of a tile."""

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString

from ruamsuk.charts.marks import Bars, Lines, Scales, ShapeMap, Spark, Squares, YearLine
from ruamsuk.charts.provinces import SHEET

register = template.Library()

TEMPLATES: dict[type, str] = {
    Bars: "charts/bars.html",
    Lines: "charts/lines.html",
    Scales: "charts/scales.html",
    ShapeMap: "charts/map.html",
    Squares: "charts/squares.html",
    YearLine: "charts/year.html",
}


@register.simple_tag
def chart(found: Bars | Lines | Scales | ShapeMap | Squares | YearLine) -> SafeString:
    return render_to_string(TEMPLATES[type(found)], {"chart": found, "sheet": static(SHEET)})


@register.inclusion_tag("charts/spark.html")
def spark(found: Spark) -> dict[str, object]:
    return {"chart": found}
