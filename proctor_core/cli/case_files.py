"""The verb that writes one session as a file for whoever has to judge it outside."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from proctor_core.cli.new_file import new_file
from proctor_core.cli.operators_language import operators_language, translated
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.domain.session_code import session_code
from proctor_core.language.marking import N_

WRITTEN = N_("The case file of session {code} is in {file}. SHA-256 of its manifest: {sha256}.")


def case_file(
    session: Annotated[UUID, typer.Argument(help="The id of a survey session.")],
    out: Annotated[Path, typer.Option(help="The ZIP file to write.")],
) -> None:
    """Write one session as a ZIP: PDF, JSON, stills with others blurred, and a script that checks it anywhere."""
    from proctor_core.bootstrap import application
    from proctor_core.case_file.archive import write_case_file

    with plain_errors():
        parts = application()
        parts.require_tables()
        service = parts.services.keeping.case_files
        contents = service.contents(None, session)
        with new_file(out) as file:
            sha256 = write_case_file(service, contents, operators_language(), file)
            service.note_taken(None, contents, sha256)
        typer.echo(translated(WRITTEN, code=session_code(session), file=out, sha256=sha256))
