"""A paper as a Word file, made of the same HTML as the PDF: one content, two files.

Understood are headings, paragraphs, facts (dl), lists, tables and new pages; of anything else the text.
"""

import io
from collections.abc import Iterator

import docx as library
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import html as reading
from lxml.html import HtmlElement

FONT = "TH Sarabun New"  # what Thai offices have; Word takes another where there is none
HEADINGS = {"h1": 0, "h2": 1, "h3": 2}


def docx(html: str) -> bytes:
    document = library.Document()
    _style(document)
    for block in _blocks(reading.document_fromstring(html).body):
        _write(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _style(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    for name, size in (("Normal", 14), ("Title", 18), ("Heading 1", 16), ("Heading 2", 14)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()  # a theme's own font would win over a named one
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
        for tag, value in (("w:szCs", str(size * 2)),):
            element = OxmlElement(tag)
            element.set(qn("w:val"), value)
            style.element.rPr.append(element)


def _blocks(parent: HtmlElement) -> Iterator[HtmlElement]:
    """What stands below each other; wrappers are looked into."""
    for child in parent:
        if not isinstance(child.tag, str):
            continue  # a comment
        if child.tag in (
            "section",
            "article",
            "header",
            "div",
            "figure",
            "ul",
            "ol",
        ) and "new-page" not in child.get("class", ""):
            yield from _blocks(child)
        else:
            yield child


def _write(document: Document, block: HtmlElement) -> None:
    if block.tag in HEADINGS:
        written = document.add_heading(_text(block), HEADINGS[block.tag])
        if block.tag == "h1":
            written.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.tag == "div":
        document.add_page_break()
    elif block.tag == "table":
        _table(document, block)
    elif block.tag == "dl":
        names = [_text(one) for one in block.iter("dt")]
        for name, value in zip(names, (_text(one) for one in block.iter("dd")), strict=True):
            written = document.add_paragraph()
            written.add_run(f"{name}: ").bold = True
            written.add_run(value)
    elif block.tag == "li":
        document.add_paragraph(_text(block), style="List Bullet")
    elif said := _text(block):
        document.add_paragraph(said)


def _table(document: Document, block: HtmlElement) -> None:
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in block.iter("tr")]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return
    for caption in block.iter("caption"):
        document.add_paragraph().add_run(_text(caption)).bold = True
    table = document.add_table(rows=0, cols=width, style="Table Grid")
    for cells in rows:
        line = table.add_row()
        for into, cell in zip(line.cells, cells, strict=False):
            into.text = _text(cell)
            if "num" in cell.get("class", ""):
                into.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if cell.tag == "th":
                for run in into.paragraphs[0].runs:
                    run.bold = True
        if cells and all(cell.tag == "th" for cell in cells):  # repeated on each page
            repeat = OxmlElement("w:tblHeader")
            repeat.set(qn("w:val"), "true")
            line._tr.get_or_add_trPr().append(repeat)


def _text(element: HtmlElement) -> str:
    """Its words; a line that it breaks is broken."""
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "").lstrip()
    lines = element.text_content().split("\n")
    broken = "br" in {one.tag for one in element.iter()}
    words = [" ".join(line.split()) for line in lines]
    return "\n".join(filter(None, words)) if broken else " ".join(filter(None, words))
