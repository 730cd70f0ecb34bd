"""A job's result as an e-mail draft to the office, for whoever passes it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mo_registry.documents import text
from mo_registry.documents.blocks import Paragraph
from mo_registry.documents.blocks import text as runs
from mo_registry.documents.document import Document, Layout
from mo_registry.documents.formats import Formats
from mo_registry.documents.letter import Letter
from mo_registry.documents.mail import Attachment, Draft, Mailbox, render
from mo_registry.documents.studio import Studio
from mo_registry.jobs.declared import Task
from mo_registry.registry import Registry

ENDING = ".eml"
_KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "md": "text/markdown",
    "txt": "text/plain",
    "vcf": "text/vcard",
}


def draft(registry: Registry, task: Task, contents: Mapping[str, bytes]) -> bytes:
    """The message, in the language of the document.

    Args:
        registry: whose office it goes to.
        task: what was made.
        contents: what was made of it; it is attached.
    """
    studio = Studio(registry)
    language = task.job.language or registry.settings.language
    words = studio.templates.words(language)
    title = f"{task.job.title}, {Formats(language, words).short_date(task.begun)}"
    names = tuple(task.file(ending).name for ending in contents)
    document = Document(
        layout=Layout.LETTER,
        title=title,
        language=language,
        date=task.begun,
        blocks=(Paragraph(runs(title)),),
        words=words,
        letter=Letter(enclosures=names),
    )
    office = Mailbox.office(registry)
    attachments = tuple(
        Attachment(name, _KINDS.get(ending.rpartition(".")[2], "application/octet-stream"), content)
        for name, (ending, content) in zip(names, contents.items(), strict=True)
    )
    to = (office,) if office else ()
    plain = text.render(replace(document, title=""))
    return render(Draft(document, plain, office, to, attachments=attachments))
