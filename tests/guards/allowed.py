"""Exceptions from the guards, each with its reason. A name that no longer exists fails its guard."""

# Pages and calls without a gate of their own. Names as in `{% url %}`.
OPEN_VIEWS: dict[str, str] = {
    "web:home": "the public page; with a sign-in it shows only what each app's tasks_for(user) gives",
    "web:focus": "changes nothing but the area and year of one's own session",
    "web:choose": "hands on to the picker; areas are public",
    "healthz": "tells a monitor whether database and worker live, nothing else",
    "core:gallery": "shows the components with invented words",
    "accounts:roles": "what the roles may do is public",
    "accounts:join": "the invitation's secret token is the gate",
    "areas:area_list": "areas are public",
    "areas:pick": "areas are public",
    "notices:stop-digest": "the signed link in the letter is the gate",
    "issues:index": "the lists of issues are public",
    "issues:list": "the lists of issues are public",
    "issues:codes": "the codes of the forms are public",
    "committees:positions": "which positions a committee has is public",
    "dashboards:counts": "figures are public",
    "dashboards:download": "figures are public",
    "funds:networks": "which networks there are is public",
    "funds:kinds": "which kinds of funds there are, and how their codes look, is public",
}

# Files that may hold Thai text outside of translations: the text is data or a rule of the language itself.
THAI_IN_CODE: dict[str, str] = {
    "areas/choices.py": "the word that stands before a name is part of the name",
    "areas/forms.py": "words before the number of a village that people type",
    "areas/queries/addresses.py": "reads hand-written Thai addresses",
    "areas/queries/official.py": "names of the country and the health zones are data",
    "config/env.py": "the default name of the sender of letters is a setting",
    "core/calendar.py": "names of months and the words around dates, written and read",
    "core/gallery.py": "examples of what people type",
    "core/money.py": "words for baht that people type",
    "core/text.py": "letters of the sort key",
    "issues/queries.py": "words before the name of an issue that people type",
    "plans/choices.py": "units that people type",
    "projects/codes.py": "reads hand-typed project codes",
    "transfer/queries/texts.py": "names of fields and ways of writing in records of older systems",
    "transfer/queries/reading.py": "the short words of places, to read a fund's name as an address",
    "projects/queries/completeness.py": "units that people type",
}

# Functions of `actions` that write without being an action: they are called inside one, or are no act of a person.
PARTS_OF_ACTIONS: dict[str, str] = {
    "accounts.new_scope": "part of the act that makes the scope's owner",
    "accounts.rename_scope": "part of the act that renames the scope's owner",
    "accounts.scope_for_area": "part of the act that gives a role there",
    "accounts.use_api_token": "keeps the day of a token's last use; no act of a person",
    "funds.fund_year": "the row that an act locks before it changes a fund's year",
    "issues.merge_rows": "part of loading the catalogues",
    "notices.send": "a notice is written inside the act that it tells of",
    "notices.send_digests": "keeps which letter of the day went; no act of a person",
    "projects.copy_design": "part of the act that makes a proposal or project of another one",
    "projects.recount": "sums that follow from the act that changed a project",
    "projects.recount_part": "sums that follow from acts and from the calendar; `check-data --mend`",
    "projects.recount_budget": "sums that follow from the act that changed a line",
}
