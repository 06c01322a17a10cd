"""The command line speaks the language of the environment, as gettext chooses it; English where there is no catalogue."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import pytest

from proctor_core.cli.operators_language import operators_language
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.cli.setting_up import models
from proctor_core.codes.code import joined, message
from proctor_core.codes.model_report import ModelCost, ProfileSentence
from proctor_core.codes.planned_fates import PlannedFate
from proctor_core.codes.setting_faults import InputFault, SettingFault
from proctor_core.codes.start_refusals import StartRefusal
from proctor_core.codes.verify_report import Fault
from proctor_core.domain.retention import PlannedSession
from proctor_core.domain.verification import ChainStanding, Finding, Findings, VerifyReport
from proctor_core.errors import MisconfiguredError, PortTaken
from proctor_core.language.sentences import error_sentence, message_sentence
from proctor_core.language.translation import translator
from proctor_core.settings import Settings
from proctor_core.start.exit_codes import ExitCode
from tests.support.program import ROOT

PSEUDO = translator("en-XA").gettext


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "en_XA.UTF-8"}, "en-XA"),
        ({"LANG": "en_XA", "LC_MESSAGES": "ar_XB"}, "ar-XB"),
        ({"LANG": "en_XA", "LC_MESSAGES": "en_XA", "LC_ALL": "ar_XB.UTF-8@euro"}, "ar-XB"),
        ({"LANG": "en_XA", "LC_ALL": ""}, "en-XA"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:ar_XB:en_XA"}, "ar-XB"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "en_XA"}, "en"),
        ({"LANG": "en_XA", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "tlh_KX.UTF-8"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(environment: Mapping[str, str], language: str) -> None:
    assert operators_language(environment).language == language


def test_a_refusal_is_printed_in_the_operator_s_language_and_ends_with_the_same_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_XA.UTF-8")
    with pytest.raises(BaseException, match=str(ExitCode.PORT_TAKEN.value)) as ended, plain_errors():
        raise PortTaken(StartRefusal.PORT_TAKEN, port=8501, other_port=8502)
    assert getattr(ended.value, "exit_code", None) == ExitCode.PORT_TAKEN
    sentence = PSEUDO(StartRefusal.PORT_TAKEN.english).format_rounded(port=8501, other_port=8502)
    assert capsys.readouterr().err.strip() == PSEUDO("Error: {sentence}").format(sentence=sentence)


def test_every_mistake_in_the_settings_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCTORING_MIN_CONFIDENCE", "60")
    monkeypatch.setenv("PROCTORING_SECRET_KEY", "short")
    with pytest.raises(MisconfiguredError) as refused:
        Settings.load()
    assert str(refused.value) == (
        "PROCTORING_MIN_CONFIDENCE: Input should be less than or equal to 0.99; "
        "PROCTORING_SECRET_KEY: expected at least 32 characters"
    )
    said = error_sentence(refused.value, translator("en-XA"))
    for fault, values in ((InputFault.LESS_THAN_EQUAL, {"le": 0.99}), (SettingFault.TOO_SHORT, {"least": 32})):
        assert PSEUDO(fault.english).format(**values) in said


def test_the_report_of_models_is_printed_in_the_operator_s_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROCTORING_MODELS_DIR", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "en_XA")
    models()
    said = capsys.readouterr().out
    assert PSEUDO(ModelCost.PHONE_DETECTOR.english) in said and PSEUDO(ProfileSentence.UNUSABLE.english) in said


def test_what_verify_found_is_said_in_another_language() -> None:
    finding = Finding("the answer", Fault.ALTERED, "two fields")
    report = VerifyReport(ChainStanding.CHAINED, None, Findings(records=3), (finding,))
    assert str(finding.message()) == "the answer was altered (two fields)"
    assert PSEUDO(Fault.ALTERED.english).format(what="the answer") in message_sentence(
        finding.message(), translator("en-XA")
    )
    assert str(report.message()).startswith("something was altered: 3 records, 0 files and 0 links of 0 recordings")


def test_a_planned_session_has_a_sentence_for_each_fate() -> None:
    session_id = UUID(int=7)
    for fate in PlannedFate:
        assert str(PlannedSession(fate, session_id, 2).message()) == f"{fate} {session_id}: files 2"


def test_the_command_line_prints_no_sentence_of_its_own_untranslated() -> None:
    def letters(said: ast.expr) -> bool:
        parts = said.values if isinstance(said, ast.JoinedStr) else [said]
        return any(isinstance(one, ast.Constant) and re.search(r"[a-zA-Z]", str(one.value)) for one in parts)

    printed = [
        (file.name, ast.unparse(node.args[0]))
        for file in sorted((ROOT / "proctor_core/cli").glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and re.search(r"\.(echo|confirm|prompt)$", ast.unparse(node.func))
        if letters(node.args[0])
    ]
    assert printed == []


def test_a_message_within_a_message_keeps_its_english() -> None:
    both = joined(message(StartRefusal.NO_HOST, host="a"), "in a driver's own words", message(SettingFault.NO_LIST))
    said = "HOST: expected an address of this machine, got 'a'; in a driver's own words; expected a JSON list"
    assert str(both) == said
