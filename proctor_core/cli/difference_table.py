"""What another policy would change, as a table on the terminal."""

from collections.abc import Iterator

from proctor_core.cli.operators_language import in_operators_language, operators_sentences, translated
from proctor_core.codes.code import Code
from proctor_core.codes.code import message as coded
from proctor_core.domain.rejudgement import Change, PolicyDifference
from proctor_core.language.labels import TYPE_LABEL
from proctor_core.language.marking import N_

JUDGED = N_("Judged again: {judged} sessions. Not judged: {not_judged}.")
WHY_NOT = N_("  {count}: {why}.")
FLAGGED = N_("Flagged sessions")
VIOLATIONS = N_("Violations")
INCIDENTS = N_("Incidents that moderators judged")
COLUMNS = (N_("before"), N_("after"), N_("gained"), N_("lost"))
_NAME_WIDTH, _NUMBER_WIDTH = 36, 9


def difference_table(found: PolicyDifference) -> Iterator[str]:
    """Line by line; a flag rule that nothing meets is left out."""
    yield translated(JUDGED, judged=found.judged, not_judged=found.not_judged.total())
    for why, count in sorted(found.not_judged.items()):
        yield translated(WHY_NOT, count=count, why=_said(why))
    yield _row("", *map(translated, COLUMNS))
    yield _line(translated(FLAGGED), found.flags)
    for rule, change in found.rules.items():
        if change.before or change.after:
            yield _line(f"  {rule.value}", change)
    yield translated(VIOLATIONS)
    for type_, change in found.violations.items():
        yield _line(f"  {operators_sentences().gettext(TYPE_LABEL[type_])}", change)
    yield translated(INCIDENTS)
    for kind, change in found.incidents.items():
        yield _line(f"  {_said(kind)}", change)


def _line(name: str, change: Change) -> str:
    gained, lost = f"+{change.gained}" if change.gained else "0", f"-{change.lost}" if change.lost else "0"
    return _row(name, str(change.before), str(change.after), gained, lost)


def _row(name: str, *cells: str) -> str:
    return f"{name:<{_NAME_WIDTH}}{''.join(f'{cell:>{_NUMBER_WIDTH}}' for cell in cells)}"


def _said(code: Code) -> str:
    return in_operators_language(coded(code))
