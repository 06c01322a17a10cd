"""The verb that proves that nothing was altered."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from proctor_core.cli.given_file import given_file
from proctor_core.cli.new_file import new_file
from proctor_core.cli.operators_language import in_operators_language, translated
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.codes.start_refusals import StartRefusal
from proctor_core.domain.verification import VerifyReport
from proctor_core.errors import InvalidInput
from proctor_core.language.marking import N_
from proctor_core.start.exit_codes import ExitCode

EXPORTED = N_("How far every chain has come is in {file}. Keep it where nobody of this machine writes.")


def verify(
    session: Annotated[UUID | None, typer.Argument(help="The id of a survey session.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every session, the audit log, the log of all chains.")] = False,
    export_heads: Annotated[
        Path | None, typer.Option(help="Write how far every chain has come into a new file.")
    ] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with heads that were exported earlier.")] = None,
) -> None:
    """Prove that nothing that is kept was altered: rows, pictures, video, decisions, the audit log.

    Kept elsewhere, exported heads also tell when everything was put back to an older state.
    """
    from proctor_core.bootstrap import application
    from proctor_core.wiring.clock import now

    with plain_errors():
        if session is None and not (every or export_heads or against):
            raise InvalidInput("session", StartRefusal.NOTHING_TO_VERIFY)
        parts = application()
        parts.require_tables()
        verifying = parts.services.keeping.verifying
        reports: list[tuple[str, VerifyReport]] = []
        if against:
            exported = given_file("against", against)
            reports.append((translated(N_("against {file}"), file=against), verifying.compare_heads(exported)))
        if session:
            reports.append((_name_of(session), verifying.verify(session)))
        if every:
            reports.append((translated(N_("log and audit log")), verifying.verify_program()))
            reports += [(_name_of(one), verifying.verify_session_alone(one)) for one in verifying.sessions()]
        code = _print_findings(reports)
        if export_heads:
            heads = verifying.export_heads(now())
            with new_file(export_heads) as file:
                file.write(heads.encode())
            typer.echo(translated(EXPORTED, file=export_heads))
    if code is not ExitCode.DONE:
        raise typer.Exit(code)


def _name_of(session: UUID) -> str:
    return translated(N_("session {id}"), id=session)


def _print_findings(reports: Sequence[tuple[str, VerifyReport]]) -> ExitCode:
    """Print what was found, and return how the command ends."""
    for name, report in reports:
        before = "" if len(reports) == 1 else f"{name}: "
        typer.echo(f"{before}{in_operators_language(report.message())}")
        for finding in report.findings:
            said = in_operators_language(finding.message())
            typer.echo(translated(N_("ALTERED: {finding}"), finding=f"{before}{said}"), err=True)
    if any(report.findings for _, report in reports):
        return ExitCode.ALTERED
    return ExitCode.DONE if all(report.is_checked for _, report in reports) else ExitCode.OTHER_KEY
