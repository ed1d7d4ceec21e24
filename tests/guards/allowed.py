"""Exceptions from the guards, each with its reason. A name that no longer exists fails its guard."""

# Pages and calls without a gate of their own. Names as in `{% url %}`.
OPEN_VIEWS: dict[str, str] = {
    "web:home": "the public page; with a sign-in it shows only what each app's tasks_for(user) gives",
    "web:focus": "changes nothing but the area and year of one's own session",
    "web:search": "each app finds among what the reader may see (core.finding)",
    "web:choose": "hands on to the picker; areas are public",
    "dashboards:definitions": "says what is counted, and counts nothing",
    "exports:share": "shows the address that it was given, as text and as a code; opens nothing behind it",
    "healthz": "tells a monitor whether database and worker live, nothing else",
    "core:gallery": "shows the components with invented words",
    "accounts:roles": "what the roles may do is public",
    "accounts:join": "the invitation's secret token is the gate",
    "areas:area_list": "areas are public",
    "areas:pick": "areas are public",
    "api:read_chain": "sums of agreed plans and projects, which are public",
    "projects:chain": "sums of agreed plans and projects, which are public",
    "projects:chain-rows": "rows of agreed plans, which are public",
    "projects:problem-figures": "figures of projects, which are public, as they are counted",
    "applications:apply": "the number on the fund's poster is the gate; it shows nothing of what others sent",
    "applications:sent": "the address of one's own application, which shows its number and nothing that it says",
    "notices:stop-digest": "the signed link in the letter is the gate",
    "issues:index": "the lists of issues are public",
    "issues:list": "the lists of issues are public",
    "issues:codes": "the codes of the forms are public",
    "committees:positions": "which positions a committee has is public",
    "dashboards:counts": "figures are public",
    "dashboards:download": "figures are public",
    "dashboards:units": "figures are public",
    "dashboards:coverage": "figures are public",
    "dashboards:breakdown": "figures are public",
    "dashboards:indicators": "figures are public",
    "dashboards:indicator": "figures are public",
    "dashboards:breakdown-download": "figures are public",
    "dashboards:coverage-download": "figures are public",
    "dashboards:units-download": "figures are public",
    "dashboards:behind": "figures are public; proposals are named to those who signed in alone",
    "funds:networks": "which networks there are is public",
    "funds:kinds": "which kinds of funds there are, and how their codes look, is public",
    "openapi": "the description of the API is public",
    "api-handbook": "the description of the API is public",
    "api-handbook-noun": "the description of the API is public",
    "api:search_areas": "areas are public",
    "api:understand_address": "areas are public",
    "api:list_issues": "the lists of issues are public",
    "api:list_issue_lists": "the lists of issues are public",
    "api:read_issue_list": "the lists of issues are public",
    "api:list_indicators": "the standard indicators are public",
    "api:list_standard_measures": "the standard measures are public",
    "api:list_instruments": "signed in; which rubrics there are is no secret to who is graded by them",
    "api:list_graded_documents": "signed in; which step a document stands at is known, its reasons are not",
    "api:list_checks": "signed in; which checks of sense there are is no secret to who writes",
    "api:list_positions": "which seats a committee has is public",
    "api:list_target_groups": "the codes of the forms are public",
    "api:list_expense_categories": "the codes of the forms are public",
    "api:list_expense_groups": "the codes of the forms are public",
    "api:list_support_types": "the codes of the forms are public",
    "api:list_fund_kinds": "which kinds of funds there are is public",
    "api:add_network": "asks require_networks",
    "api:read_counts": "the figures are public",
    "api:read_me": "oneself, signed in",
    "api:list_handovers": "signed in; access.visible_handovers says which",
    "api:list_my_tasks": "one's own tasks, signed in",
    "api:mark_notices_read": "one's own notices, signed in",
}

# Verbs that no gate asks for, and verbs that no role holds.
UNASKED_VERBS: dict[str, str] = {
    "export": "figures are public and so are their tables; the API names it among what a post may do",
}
HELD_BY_NOBODY: dict[str, str] = {}

# Files that may hold Thai text outside of translations: the text is data or a rule of the language itself.
THAI_IN_CODE: dict[str, str] = {
    "area_sets/forms.py": "reads typed numbers of health zones",
    "areas/api.py": "examples in the description of the API",
    "areas/choices.py": "the word that stands before a name is part of the name",
    "areas/forms/villages.py": "words before the number of a village that people type",
    "areas/queries/addresses.py": "reads hand-written Thai addresses",
    "areas/queries/pieces.py": "cuts hand-written Thai addresses into pieces",
    "areas/queries/official.py": "names of the country and the health zones are data",
    "config/env.py": "what is wrong with a setting is told before translations can be loaded",
    "config/mail.py": "the same, and the default name of the sender of letters",
    "core/catalogues.py": "what stops a start is told before translations can be loaded",
    "core/stop.py": "what stops a start is told before translations can be loaded",
    "core/trouble.py": "what stops a start is told before translations can be loaded",
    "core/calendar.py": "names of months and the words around dates, written and read",
    "core/gallery.py": "examples of what people type",
    "core/money.py": "words for baht that people type",
    "core/text.py": "letters of the sort key",
    "drafts/api.py": "examples in the description of the API",
    "issues/queries.py": "words before the name of an issue that people type",
    "evidence/choices.py": "units that people type",
    "evidence/queries/offers.py": "a word that problems and denominators use",
    "plans/queries/development.py": "labels of the form on which development plans are written",
    "projects/proposals/actions/drafting/borrowing.py": "words before names of places, days and figures in texts",
    "projects/proposals/queries/place.py": "words before names of villages and schools in texts",
    "projects/proposals/api/shapes.py": "examples in the description of the API",
    "projects/projects/codes.py": "reads hand-typed project codes",
    "older_pages/queries/days.py": "ways of writing days and periods in records of older systems",
    "older_pages/queries/labels.py": "the number that stands before the name of a field",
    "older_pages/queries/texts.py": "names of fields and ways of writing in records of older systems",
    "older_pages/queries/reading/tables.py": "the short words of places, to read a fund's name as an address",
    "projects/projects/queries/partners.py": "how names of local authorities begin",
    "projects/proposals/queries/conditions/numbers.py": "units and beginnings of objectives that people type",
    "projects/proposals/queries/whole.py": "units that people type",
}

# Actions that translate at once: the words are an answer or a letter, and never part of a record.
EAGER_IN_ACTIONS: dict[str, str] = {
    "notices/actions.py": "the subject of a letter, in the language of who receives it",
    "projects/projects/actions/correcting.py": "counts inside a refusal",
}

# Functions of `actions` that write without being an action: they are called inside one, or are no act of a person.
PARTS_OF_ACTIONS: dict[str, str] = {
    "projects.carry_partners": "part of the act that makes the project",
    "notices.note_answered": "part of the act that answers what a notice asked for",
    "accounts.new_scope": "part of the act that makes the scope's owner",
    "accounts.new_scopes": "part of the acts that make many owners of scopes",
    "accounts.rename_scope": "part of the act that renames the scope's owner",
    "accounts.scope_for_area": "part of the act that gives a role there",
    "accounts.serve_home": "part of the acts that make many funds",
    "accounts.use_api_token": "keeps the day of a token's last use; no act of a person",
    "areas.begin": "tells the indexes of names in memory that a change of areas begins",
    "areas.end_area": "part of the acts that close an area",
    "areas.hold": "part of the acts that move areas, and of deciding anew who sees personal data",
    "areas.move_records": "places that follow from the act that moved an area",
    "areas.new_area": "part of the acts that open an area",
    "areas.place_below": "part of the acts that give an area a new code or place",
    "areas.settle": "places that follow from the act that changed an area",
    "areas.succeed": "part of the acts that put one area in the place of another",
    "areas.write_version": "part of every act that changes an area",
    "comments.new_threads": "part of the acts that make what is commented on",
    "drafts.end_waiting": "part of the acts that take a line off",
    "drafts.forget": "part of the acts that throw a document away",
    "drafts.keep_given": "part of the acts that give a text of their own, such as the mentor's advice",
    "drafts.keep_layout": "part of the acts that freeze a document",
    "drafts.new_text": "part of the acts that write in a document",
    "funds.note_standing": "part of every act on funds and networks: how they stand from that day on",
    "funds.open_years": "rows that acts lock, made beforehand",
    "funds.fund_year": "the row that an act locks before it changes a fund's year",
    "instruments.note_answered": "part of the act that begins an answer",
    "issues.merge_rows": "part of loading the catalogues",
    "notices.send": "a notice is written inside the act that it tells of",
    "notices.send_digests": "keeps which letter of the day went; no act of a person",
    "plans.freeze_plan": "part of the acts that judge a plan",
    "projects.add_standard_indicator": "part of the act that takes it over into a proposal",
    "projects.change_designs": "part of the acts that change what owns the designs",
    "projects.close_step": "part of the acts that end a step on the own work",
    "projects.copy_design": "part of the act that makes a proposal or project of another one",
    "projects.discard": "part of the acts that take photos and files off a report for good",
    "projects.forget_as_sent": "part of the acts that bring a proposal into another state",
    "projects.keep_all_as_sent": "part of the act that enters many proposals",
    "projects.keep_as_sent": "part of the acts that bring a proposal into another state",
    "projects.move": "part of the acts that bring a proposal into another state",
    "projects.receive_files": "part of the acts that put files into a report",
    "projects.receive_photos": "part of the acts that put photos into a report",
    "projects.record_correction": "what a correction does once it takes effect, at once or when it is confirmed",
    "projects.record_decision": "what a decision does once it takes effect, at once or when it is confirmed",
    "projects.record_fundings": "what new shares do once they take effect, at once or when they are confirmed",
    "funds.fund_years": "rows that are locked, made where they are not there yet, by the act that counts",
    "projects.record_paper": "what a project from paper does once it takes effect by a confirmation",
    "projects.keep_open_reports": "what follows from the act that changed a report, and from the calendar",
    "projects.keep_participants": "what follows from the act that changed a report",
    "projects.keep_measured": "what follows from the act that changed a report",
    "counting.contribute": "a part of the act that changes the record",
    "counting.note_summed": "what follows from an act that changed a sum",
    "counting.sum_up": "sums that follow from what acts contributed",
    "counting.merge_days": "the same sums with fewer rows",
    "projects.recount": "sums that follow from the act that changed a project",
    "projects.recount_parts": "sums that follow from acts and from the calendar; `check-data --mend`",
    "projects.follow_amount": "what the money of a project does once a correction or a variation takes effect",
    "projects.replace_design": "part of the act that puts a variation in force",
    "projects.save_in_place": "part of the acts that change where a project is counted",
    "projects.set_row": "part of the acts that change a row of a project's or a variation's design",
    "projects.take_row_out": "part of the acts that remove a row of a project's or a variation's design",
    "projects.put_in_force": "what a variation does once it takes effect, at once or when it is confirmed",
    "projects.store_designs": "part of the acts that make what owns the designs",
    "projects.recount_budget": "sums that follow from the act that changed a line",
    "workbooks.give_back": "part of the act that takes an import back",
    "exchanges.give_back": "part of the act that takes an import back",
    "imports.move_batch": "part of the acts that bring an import into another state",
}

# What opens, decodes or parses something, and how that is bounded: (file, call) → reason.
OPENING: dict[tuple[str, str], str] = {
    ("areas/queries/official.py", "json.loads"): "a file of ours",
    ("audit/heads.py", "json.loads"): "a file of ours, bounded by `thin_out`",
    ("config/description.py", "gzip.compress"): "the API's description, made of our own code",
    ("charts/provinces.py", "json.loads"): "a file of ours, written at set-up",
    ("drafts/forms.py", "json.loads"): "a removed line that our own code wrote",
    ("issues/actions.py", "tomllib.loads"): "a file of ours",
    ("older_pages/queries/labels.py", "tomllib.loads"): "a file of ours",
    (
        "papers/engine.py",
        "json.loads",
    ): "what the Chromium says that we have started, about pages that we gave it",
    ("demo/words.py", "tomllib.loads"): "a file of ours",
    ("areas/sheets.py", "CalamineWorkbook.from_filelike"): "runs in a confined child",
    ("workbooks/sheets.py", "CalamineWorkbook.from_filelike"): "runs in a confined child",
    ("workbooks/specs.py", "tomllib.loads"): "a file of ours",
    ("imports/sheets.py", "CalamineWorkbook.from_filelike"): "runs in a confined child",
    ("core/cells.py", "zipfile.ZipFile"): "runs in a confined child; what it unpacks to is bounded first",
    (
        "imports/queries/tables.py",
        "csv.reader",
    ): "rows and cells are counted, a cell has a stated size at most",
    ("files/opening.py", "zipfile.is_zipfile"): "runs in a confined child; reads the last 64 KB",
    ("files/opening.py", "zlib.decompressobj"): "runs in a confined child; gives pieces of a stated size",
    ("files/pixels.py", "Image.open"): "runs in a confined child",
    ("files/packages.py", "zipfile.ZipFile"): "the directory alone, of checked length; nothing is unpacked",
    ("audit/middleware.py", "request.body"): "at most DATA_UPLOAD_MAX_MEMORY_SIZE",
    ("config/api.py", "request.body"): "at most DATA_UPLOAD_MAX_MEMORY_SIZE",
    ("config/api.py", "readable.loads"): "values are counted before they are read",
    ("core/paging.py", "readable.loads"): "values are counted before they are read",
    ("older_pages/queries/files.py", "readable.loads"): "values are counted before they are read",
    ("core/readable.py", "json.loads"): "what counts the values",
    ("core/confined.py", "json.loads"): "the order to and the answer of a child of ours",
    ("jobs/backups.py", "json.loads"): "the manifest of such an archive as stands in the next line",
    ("jobs/backups.py", "tarfile.open"): "an archive that the administrator names on the command line",
}

# Forms with a FileField of the library instead of `UploadField`.
PLAIN_FILE_FIELDS: dict[str, str] = {
    "plans/forms.py": "of bounded size, opened in a confined child; its rows are stored, never the file",
    "core/gallery.py": "an example that is sent nowhere",
    "areas/forms/villages.py": "the sheet is read in a confined child and never stored",
    "imports/forms.py": "of bounded size, read by its importer and stored as records",
    "workbooks/forms.py": "the same: the file is opened in a confined child and never stored",
    "exchanges/forms.py": "the same",
}

# Where files are deleted, renamed or written: `<file>:<function>` → why nothing can be lost or half-written there.
DISK: dict[str, str] = {
    "audit/heads.py:_locked": "made empty when missing; only ever added to under its lock",
    "core/catalogues.py:compile_all": "made from the repository, and made again when it is missing",
    "core/disk.py:clear": "half-done work of a process that is gone: its lock is free",
    "core/disk.py:workplace": "half-done work of this process",
    "core/disk.py:written": "the one way of writing: beside, synced, renamed",
    "core/frontend.py:install": "made from node_modules, and made again when it is missing",
    "core/management/commands/envexample.py:handle": "made from the list of settings",
    "files/actions.py:drop_original": "an original, after its sizes were proven on disk or it was let go",
    "files/places.py:remove": "bytes that no row names",
    "papers/actions.py:let_paper_go": "a paper whose day is over; it is made anew from its record",
    "jobs/backups.py:_clear": "half-done work of killed backups, under the lock of backups",
    "jobs/backups.py:_finish": "what a restore has replaced; the backup of before is on disk",
    "jobs/backups.py:_make": "a whole archive, synced, gets the name of a backup",
    "jobs/backups.py:_recover": "a restore that is done, or had not begun to replace",
    "jobs/backups.py:_restore": "the journal of a restore whose database refused the new content",
    "jobs/backups.py:_swap_files": "moves only; what is replaced goes with `_finish`",
    "jobs/backups.py:_unpack": "into the working folder of a restore, checked by hash before it is used",
    "jobs/backups.py:make": "older backups, once the new one is on disk",
    "jobs/backups.py:restore": "the working folder of a restore that has replaced nothing, or everything",
}

# Files that make rows of a noun that another app, or another room of `projects`, owns: (file, noun) → reason.
MADE_ELSEWHERE: dict[tuple[str, str], str] = {
    (
        "workbooks/queries/plan_people.py",
        "Scope",
    ): "never stored: where a post would be held, before its fund is there",
    (
        "projects/variations/queries/sense.py",
        "Proposal",
    ): "never stored: through it the checks of proposals read the design of a project",
    (
        "workbooks/queries/plan_places.py",
        "OfficialFigure",
    ): "never stored: what the row would become, to be looked at before the import",
    ("benchmarks/borders.py", "Contribution"): "a million records of no noun, doubled in the database",
    ("benchmarks/borders.py", "KeptSum"): "what is kept of them",
    ("benchmarks/contributions.py", "Contribution"): "a stand-in for a noun that does not exist yet",
    (
        "benchmarks/summary.py",
        "Contribution",
    ): "of the tallies that are written as fast as the database takes them",
    ("benchmarks/generate.py", "Comment"): "a heap of comments on one proposal; nothing follows from one",
    (
        "benchmarks/generate.py",
        "Grant",
    ): "posts of thousands of invented readers; one rule each, no door for many",
    ("benchmarks/generate.py", "Post"): "the same",
    ("benchmarks/generate.py", "Scope"): "the same: of an area in which a post is held",
    ("benchmarks/summary.py", "Tally"): "compared with the product's own count: `differences`",
    ("benchmarks/generate.py", "User"): "invented readers, without a password",
    ("benchmarks/witness.py", "Grant"): "the one reader of a witness that counts from outside",
    ("benchmarks/witness.py", "Post"): "the same",
    (
        "projects/projects/actions/correcting.py",
        "EarlierDecision",
    ): "a correction changes the project (docs/adr/0063)",
    ("projects/projects/actions/deciding.py", "Decision"): "a decision makes the project (docs/adr/0063)",
}

# Days in forms of plans and projects that may lie far from their fiscal year.
DAYS_OF_NO_YEAR: dict[str, str] = {
    "plans.forms.FigureForm.measured_on": "the newest figure that there is may be old, and says so",
    "plans.forms.FreeSituationForm.measured_on": "the newest figure that there is may be old, and says so",
}

# Text fields whose text is kept to the letter.
TYPED_EXACTLY: dict[str, str] = {
    "accounts.forms.JoinForm.password": "a password is what was typed",
    "accounts.forms.JoinForm.password_again": "a password is what was typed",
    "funds.forms.KindForm.code_pattern": "a pattern is code",
    "plans.forms.DevelopmentForm.text": "a pasted table: its tabs and line ends tell the cells",
    "funds.forms.NewKindForm.code_pattern": "a pattern is code",
}

# Files in which a moment is turned into a day by hand (tests/guards/test_days.py).
DAYS_ELSEWHERE = {
    "src/ruamsuk/core/calendar.py": "it is the calendar",
    "src/ruamsuk/imports/sheets.py": "a cell has a day and a time of nowhere",
    "src/ruamsuk/jobs/models.py": "the moment was moved to Bangkok to be compared with the clock on the wall",
    "src/ruamsuk/workbooks/sheets.py": "a cell has a day and a time of nowhere",
}

# Migrations that cannot be taken back (tests/guards/test_migrations.py).
NOT_UNDONE = {
    "areas.0003_zone_leaves_place_no": "place numbers of before had a zone in them that nothing tells now"
}

# Texts with a number that is never one (tests/guards/test_texts.py).
ALWAYS_SEVERAL: dict[str, str] = {
    "{n} places found": "one has words of its own (areas/picker.html)",
    "{n} funds found": "one has words of its own (funds/picker.html)",
    "%(number)s other issues": "one more is shown itself",
    "{n} projects here have this title, and amount and first day do not tell which one is meant.": "one is it",
    "These are {n} projects; at most {most} are compared at once.": "more than may be",
    "%(n)s rows": "the most that a file may have",
    "%(n)s letters": "the most that a text may have",
    "{count} issues were written into one field.": "one is no remark",
    "The first %(n)s activities: %(counted)s.": "as many as are shown of more",
    "The project has {count} instalments that add up to {budget} baht.": "a single one follows the amount",
}
