"""Why a file is not taken, and what to do instead: told beside the field, or on the page once it was opened."""

from django.utils.translation import gettext_lazy as _

from ruamsuk.core.problems import CATALOGUE, Problem


class FileRefused(Problem):
    """Base of the refusals of a file. `{name}` is the file's own name."""

    code = "file-refused"
    status = 422
    title = _("“{name}” cannot be taken.")
    remedy = _("Send a photo (JPEG, PNG, WebP), a PDF, or a Word, Excel, PowerPoint, text or CSV file.")


def refusal(code: str) -> type[FileRefused]:
    """The refusal of this code; codes are what the opening process answers and what a row keeps."""
    found = CATALOGUE.get(code, FileRefused)
    return found if issubclass(found, FileRefused) else FileRefused


class EmptyFile(FileRefused):
    code = "file-empty"
    title = _("“{name}” is empty.")
    remedy = _("Open the file on your device to see whether it has content, then choose it again.")


class FileTooLarge(FileRefused):
    code = "file-too-large"
    title = _("“{name}” is larger than {limit_mb} MB.")
    remedy = _("Make it smaller, or split it into several files, and send it again.")


class TooManyPixels(FileRefused):
    code = "photo-too-many-pixels"
    title = _("The photo “{name}” has too many pixels to be opened.")
    remedy = _("Save it smaller, at most 8,000 × 8,000 pixels, and send it again.")


class NotAPhoto(FileRefused):
    code = "not-a-photo"
    title = _("“{name}” is not a photo.")
    remedy = _("Choose a photo (JPEG, PNG or WebP). Other files belong to the documents.")


class HeicPhoto(FileRefused):
    code = "photo-heic"
    title = _("“{name}” is a photo in Apple's HEIC form, which most computers cannot open.")
    remedy = _(
        "On the iPhone choose Settings › Camera › Formats › Most Compatible, or save the photo as JPEG first."
    )


class BrokenPhoto(FileRefused):
    code = "photo-broken"
    title = _("The photo “{name}” is damaged or incomplete.")
    remedy = _("Open it on your device. If it looks right there, save it anew as JPEG and send that.")


class ProgramFile(FileRefused):
    code = "file-program"
    title = _("“{name}” is a program. Programs are never taken.")
    remedy = _("Send the document itself, for example as PDF.")


class MacroFile(FileRefused):
    code = "file-macro"
    title = _("“{name}” contains macros, which could harm the computers of others.")
    remedy = _("In Word or Excel choose “Save as” and the kind .docx, .xlsx or PDF, then send that file.")


class WebPageFile(FileRefused):
    code = "file-web-page"
    title = _("“{name}” is a web page or a drawing with code inside.")
    remedy = _("Open it, choose “Print” and “Save as PDF”, and send the PDF. Send drawings as PNG.")


class OldOfficeFile(FileRefused):
    code = "file-old-office"
    title = _("“{name}” is in an old Office form (.doc, .xls, .ppt), or is locked with a password.")
    remedy = _(
        "Open it, choose “Save as” and the kind .docx, .xlsx, .pptx or PDF without a password, then send that."
    )


class PackedFile(FileRefused):
    code = "file-packed"
    title = _("“{name}” is a packed file (zip, rar, 7z).")
    remedy = _(
        "Unpack it on your device and send the files inside one by one; several can be chosen at once."
    )


class BrokenDocument(FileRefused):
    code = "document-broken"
    title = _("The document “{name}” is damaged, or hides something else inside.")
    remedy = _("Open it on your device, save it anew or as PDF, and send that file.")


class TooHeavyFile(FileRefused):
    code = "file-too-heavy"
    title = _("“{name}” holds far more than a document of its kind, and was not opened.")
    remedy = _("Open it on your device, save it anew or as PDF, and send that file.")


class NotReadyYet(Problem):
    code = "file-not-ready"
    title = _("The file is still being checked.")
    remedy = _("Open the page again in a minute. If it stays like this, tell the administrator.")


class NotShown(Problem):
    code = "file-not-shown"
    status = 410
    title = _("This file was refused, so there is nothing to show.")
    remedy = _("{why}")


class StorageFails(Problem):
    code = "storage-fails"
    status = 503
    title = _("Files cannot be read or written at the moment ({detail}).")
    remedy = _(
        "Nothing is lost. Try again in a few minutes; if it stays, the administrator looks at the disk."
    )
    passing = True


class OriginalDiffers(Problem):
    code = "file-original-differs"
    status = 500
    title = _("What is in storage is not what was sent.")
    remedy = _("Look at the disk of the server, bring the file back from a backup, then try again.")
    passing = True


class SizesDamaged(Problem):
    code = "photo-sizes-damaged"
    status = 500
    title = _("The sizes of the photo on disk cannot be opened.")
    remedy = _("The original is kept while there is one. Look at the disk of the server, then try again.")
    passing = True


class NotKept(Problem):
    code = "photo-not-kept"
    title = _("The original of this photo is not kept any more.")
    remedy = _("Open the list again. The person who sent it can send it once more.")


class ContentMissing(Problem):
    code = "file-content-missing"
    status = 404
    title = _("The content of this file is not in storage.")
    remedy = _("Tell the administrator: it can be brought back from a backup.")


class ConsentMissing(Problem):
    code = "photo-consent-missing"
    status = 422
    title = _("It is not said who keeps the consent of those who can be recognised.")
    remedy = _("Write who keeps it and where, or cover the faces first.")


class DelicatePhoto(Problem):
    code = "photo-delicate"
    status = 422
    title = _("Photos of children, of patients and of people's homes stay inside.")
    remedy = _(
        "Only where those shown, or their parents, want it: tick that they do, and release it once more."
    )


class AreasOutside(Problem):
    code = "photo-areas-outside"
    status = 422
    title = _("An area that shall be covered does not lie inside the photo.")
    remedy = _("Give left, top, width and height in percent of the photo, at most 20 areas.")
