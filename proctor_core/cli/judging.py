"""The verb that judges sessions again, under another policy, and says what that would change."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from proctor_core.cli.difference_table import difference_table
from proctor_core.cli.given_file import given_file
from proctor_core.cli.operators_language import in_operators_language, operators_sentences, translated
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.cli.report_folder import ReportFiles, report_files
from proctor_core.codes.code import message
from proctor_core.domain.policy_change import read_policy_change
from proctor_core.domain.rejudgement import PolicyDifference, SessionDifference
from proctor_core.domain.text_file import decoded
from proctor_core.errors import InvalidFile
from proctor_core.language.marking import N_
from proctor_core.language.sentences import mistake_sentence
from proctor_core.rejudging.chosen import chosen
from proctor_core.rejudging.report import as_json
from proctor_core.start.exit_codes import ExitCode

PROGRESS = N_("Judging again")
STOPPED = N_("Stopped after {count} sessions; nothing was changed, and no report was written.")
NOT_JUDGED = N_("{session} was not judged: {why}.")
MORE_NOT_JUDGED = N_("And {count} more; `--out` lists all of them.")
WRITTEN = N_("Sums, sessions and changed violations are in {folder}.")
NAMED_MOST = 20
"""Sessions that are named on the terminal because they could not be judged."""
STOPPED_BY_USER = 130
"""What shells give for a command that Ctrl-C ended."""
_DAY = ["%Y-%m-%d"]


def judge(
    policy: Annotated[Path, typer.Option(help="JSON: a whole policy, or the fields that differ from each session's.")],
    session: Annotated[list[UUID] | None, typer.Option(help="The id of a survey session; may be repeated.")] = None,
    survey: Annotated[str | None, typer.Option(help="Sessions of all versions of this survey.")] = None,
    since: Annotated[
        datetime | None, typer.Option("--from", formats=_DAY, help="Handed in on this day (UTC) or later.")
    ] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Handed in on this day (UTC) or before.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for report.json, sessions.csv and violations.csv.")] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, max=64, help="How many judge; one per core if unsaid.")
    ] = None,
) -> None:
    """Judge sessions again by what was observed, under another policy: what that would change. Stores nothing."""
    from proctor_core.bootstrap import application

    with plain_errors(), _all_mistakes():
        written = decoded(given_file("policy", policy))
        change = read_policy_change(written)
        choice = chosen(tuple(session or ()), survey, _day(since), _day(until))
        parts = application()
        parts.require_tables()
        count, sums = parts.trials.count(choice), PolicyDifference()
        with (
            _stoppable(sums),
            report_files(out) as files,
            closing(parts.trials.run(choice, change, processes or _cores())) as run,
        ):
            not_judged = _take_in(_with_progress(run, count), sums, files)
            files.finish(as_json(sums, json.loads(written), _said(choice.sessions, survey, since, until)))
        _print(sums, not_judged, out)


def _take_in(
    run: Iterable[SessionDifference], sums: PolicyDifference, files: ReportFiles
) -> Sequence[SessionDifference]:
    """Sum up and write out; returns the first that could not be judged, to be named."""
    not_judged: list[SessionDifference] = []
    for difference in run:
        sums.add(difference)
        files.add(difference)
        if difference.not_judged and len(not_judged) < NAMED_MOST:
            not_judged.append(difference)
    return not_judged


def _print(sums: PolicyDifference, not_judged: Iterable[SessionDifference], out: Path | None) -> None:
    for line in difference_table(sums):
        typer.echo(line)
    for one in not_judged:
        why = in_operators_language(message(one.not_judged)) if one.not_judged else ""
        typer.echo(translated(NOT_JUDGED, session=one.session_id, why=why), err=True)
    if sums.not_judged.total() > NAMED_MOST:
        typer.echo(translated(MORE_NOT_JUDGED, count=sums.not_judged.total() - NAMED_MOST), err=True)
    if out:
        typer.echo(translated(WRITTEN, folder=out))


def _with_progress(run: Iterable[SessionDifference], count: int) -> Iterator[SessionDifference]:
    with typer.progressbar(run, length=count, label=translated(PROGRESS), file=sys.stderr) as differences:
        yield from differences


@contextmanager
def _stoppable(sums: PolicyDifference) -> Iterator[None]:
    """Ctrl-C ends the judging processes and leaves nothing behind."""
    try:
        yield
    except KeyboardInterrupt:
        count = sums.judged + sums.not_judged.total()
        typer.echo(f"\n{translated(STOPPED, count=count)}", err=True)
        raise typer.Exit(STOPPED_BY_USER) from None


@contextmanager
def _all_mistakes() -> Iterator[None]:
    """Whoever wrote a policy reads all that is wrong with it at once."""
    try:
        yield
    except InvalidFile as error:
        for mistake in error.mistakes:
            place = f"{mistake.place}: " if mistake.place else ""
            said = f"{place}{mistake_sentence(mistake, operators_sentences())}"
            typer.echo(translated(N_("Error: {sentence}"), sentence=said), err=True)
        raise typer.Exit(ExitCode.BAD_INPUT) from None


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None


def _said(
    sessions: tuple[UUID, ...], survey: str | None, since: datetime | None, until: datetime | None
) -> dict[str, Any]:
    first, last = _day(since), _day(until)
    return {
        "sessions": [str(one) for one in sessions],
        "survey": survey,
        "from": first.isoformat() if first else None,
        "until": last.isoformat() if last else None,
    }


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
