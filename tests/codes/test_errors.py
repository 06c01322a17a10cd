"""Errors carry a code with the values that its sentence needs; nobody raises a sentence, but in a few rooms."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from proctor_core import codes, errors
from proctor_core.codes.code import Code
from proctor_core.codes.missing import Missing
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain import enrolment, policy
from proctor_core.domain.enrolment import RefusalReason
from proctor_core.errors import EnrolmentRefused, IllegalMove, InvalidInput, NotFound, Unavailable
from proctor_core.language.sentences import error_sentence
from tests.support.own_catalogue import OwnCatalogue

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOT = Path(__file__).parent / "english.txt"
ERRORS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.ProctorError)
}
MADE = ERRORS | {"Mistake", "failure", "message", "self._say"}
"""What is called with a code and its values; `_say` notes a mistake in a definition."""
WITH_A_PLACE = {"InvalidInput", "TooLarge", "UnreadablePicture", "Mistake", "self._say"}
"""Their first argument is the field."""


def families() -> list[type[Code]]:
    modules = [
        importlib.import_module(f"proctor_core.codes.{one.name}") for one in pkgutil.iter_modules(codes.__path__)
    ]
    kinds = {
        kind for module in (*modules, policy, enrolment) for kind in vars(module).values() if isinstance(kind, type)
    }
    return sorted(
        (kind for kind in kinds if issubclass(kind, Code) and kind is not Code), key=lambda kind: kind.__name__
    )


NAMED = {family.__name__: family for family in families()}


def english() -> str:
    """`FAMILY.MEMBER word sentence` in lines."""
    return "".join(
        f"{family.__name__}.{code.name} {code.value}: {code.english}\n" for family in families() for code in family
    )


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every error and every mistake in a file that is made in the program, by place."""
    files = [file for room in ("db", "pages", "proctor_core") for file in sorted((ROOT / room).rglob("*.py"))]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in MADE:
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def values_of(call: ast.Call) -> frozenset[str]:
    """The values that it is made with: by name, or in a mistake's mapping."""
    if ast.unparse(call.func) != "Mistake":
        return frozenset(str(one.arg) for one in call.keywords)
    given = [one for one in call.args if isinstance(one, ast.Dict)]
    return frozenset(ast.literal_eval(key) for one in given for key in one.keys if key)


def code_in(call: ast.Call) -> Code | None:
    """The code that an error is made with."""
    for argument in call.args:
        if isinstance(argument, ast.Attribute) and isinstance(argument.value, ast.Name) and argument.value.id in NAMED:
            return NAMED[argument.value.id][argument.attr]
    return None


def test_every_english_sentence_is_as_it_was() -> None:
    """Changed on purpose? `python -m tests.codes.test_errors` writes it anew."""
    assert english().splitlines() == SNAPSHOT.read_text().splitlines()


def test_every_error_is_raised_with_the_values_of_its_sentence() -> None:
    coded = [(place, call, code) for place, call in calls() if (code := code_in(call)) is not None]
    wrong = [place for place, call, code in coded if values_of(call) != code.placeholders]
    assert (wrong, len(coded) > 100) == ([], True)


def test_no_code_is_left_that_nothing_says() -> None:
    source = "".join(
        file.read_text() for room in ("db", "pages", "proctor_core") for file in (ROOT / room).rglob("*.py")
    )
    unused = [
        f"{family.__name__}.{code.name}"
        for family in families()
        for code in family
        # A family that is gone through is known by its words: another's, such as pydantic's.
        if family.__name__.endswith(("Fault", "Refusal")) and f" in {family.__name__} " not in source
    ]
    assert [name for name in unused if name not in source] == []


def test_below_the_pages_no_sentence_is_raised() -> None:
    def is_sentence(call: ast.Call) -> bool:
        says = call.args[1:2] if ast.unparse(call.func) in WITH_A_PLACE else call.args
        return any(isinstance(one, ast.JoinedStr | ast.Constant) for one in says)

    assert [place for place, call in calls() if is_sentence(call)] == []


def test_an_error_says_its_sentence_in_the_reader_s_language() -> None:
    error = IllegalMove(SessionRefusal.NOT_RUNNING, status="passed")
    assert str(error) == error_sentence(error) == "expected a watched session that runs, this one is passed"
    german = OwnCatalogue({SessionRefusal.NOT_RUNNING.english: "Die Sitzung läuft nicht: {status}"})
    assert error_sentence(error, german) == "Die Sitzung läuft nicht: passed"


def test_a_field_is_no_part_of_the_sentence() -> None:
    error = InvalidInput("index", SessionRefusal.NO_SUCH_INDEX, last=3, index=7)
    assert (error_sentence(error), str(error)) == ("expected 0 to 3, got 7", "index: expected 0 to 3, got 7")


@pytest.mark.parametrize("reason", RefusalReason)
def test_a_refused_face_says_why(reason: RefusalReason) -> None:
    error = EnrolmentRefused(reason)
    assert (error.reason, error_sentence(error)) == (reason.value, reason.english)


def test_an_error_without_a_code_stays_english() -> None:
    german = OwnCatalogue({Missing.SURVEY.english: "es gibt keine solche Umfrage"})
    assert error_sentence(Unavailable("the disk is full"), german) == "the disk is full"
    assert error_sentence(NotFound(Missing.SURVEY), german) == "es gibt keine solche Umfrage"


def test_translators_get_every_sentence() -> None:
    found = extract_from_dir(
        ROOT / "proctor_core" / "codes", [("**.py", "proctor_core.language.code_extraction:extract")]
    )
    extracted = {message for _, _, message, _, _ in found}
    in_codes = [code for family in families() if family.__module__.startswith("proctor_core.codes") for code in family]
    assert extracted == {(code.english, code.english) if code.number else code.english for code in in_codes}


def test_a_sentence_that_other_languages_say_by_how_many_names_a_value_that_it_has() -> None:
    counting = [code for family in families() for code in family if code.number]
    assert counting
    assert [code for code in counting if str(code.number) not in code.placeholders] == []


if __name__ == "__main__":
    SNAPSHOT.write_text(english())
