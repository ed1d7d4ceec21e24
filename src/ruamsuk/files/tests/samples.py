"""Files made for tests; none is committed."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def photo(form: str = "JPEG", size=(1200, 800), colour="teal", **options) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGBA" if options.pop("alpha", False) else "RGB", size, colour)
    image.save(out, form, **options)
    return out.getvalue()


def phone_photo(size=(1200, 800)) -> bytes:
    """As a phone held upright saves it: lying pixels, left half red, with orientation 6, a place and a maker."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90° clockwise to see it upright
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (7.0, 0.0, 30.0), 3: "E", 4: (100.0, 28.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"SecretComment")
    return out.getvalue()


def pdf(tail: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" + tail


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def office(media_type: str = WORD, **more: bytes) -> bytes:
    types = f'<Types><Override PartName="/x.xml" ContentType="{media_type}.main+xml"/></Types>'
    return zipped(**{"[Content_Types].xml": types.encode(), "x.xml": b"<x/>", **more})


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")
