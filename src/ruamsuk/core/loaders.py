"""How templates are read: as they are written for people, they are sent without their indentation."""

import re

from django.template import Origin
from django.template.loaders import app_directories

_INDENTED = re.compile(r"[ \t]*\n[ \t]+")


class Loader(app_directories.Loader):
    """Templates of the apps. Lines of HTML begin at their first letter: once, when read, instead of in each answer.

    Lines stay lines, so that an error names the right one; letters (`.txt`) stay as they are.
    """

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin)
        return _INDENTED.sub("\n", source) if origin.name.endswith(".html") else source
