"""What is wrong in a survey's file or in a list of takers is read in the reader's language, its numbers too."""

import json
from pathlib import Path

import pytest

from pages import texts_surveys as words
from proctor_core.codes.code import Code
from proctor_core.codes.definition_faults import DefinitionFault, JsonKind
from proctor_core.codes.file_faults import CsvProblem, JsonProblem
from proctor_core.codes.taker_list_faults import TakerListFault
from proctor_core.domain.roles import Role
from tests.pages.test_survey_pages import SURVEYS, add, give_file, last_button
from tests.support.german import read_german
from tests.support.page_application import Pages, button
from tests.support.review_world import World

pytestmark = pytest.mark.slow

GERMAN: dict[Code, str] = {
    DefinitionFault.NO_JSON: "kein JSON: {fault}, Zeichen {column}",
    JsonProblem.EXPECTING_VALUE: "hier fehlt ein Wert",
    DefinitionFault.NO_TEXT: "ein Text wird erwartet, nicht {got}",
    JsonKind.NUMBER: "eine Zahl",
    DefinitionFault.MAXIMUM_TOO_LOW: "mehr als {minimum:g} wird erwartet, nicht {maximum:g}",
    TakerListFault.NO_CSV: "kein CSV: {fault}",
    CsvProblem.UNEXPECTED_END: "die Datei endet zu früh",
    TakerListFault.UNKNOWN: "niemand meldet sich als {name!r} an",
}


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read_german(monkeypatch, tmp_path, GERMAN)


def asked(pages: Pages, content: bytes) -> str:
    """What is said to a list of takers."""
    page = button(pages.open_as(Role.ADMINISTRATOR, SURVEYS), words.ASK).click().run()
    give_file(page, 0, content, "list.csv")
    return last_button(page, words.ASK).click().run().error[0].value


def test_a_file_that_is_no_json(pages: Pages) -> None:
    said = add(pages, b'{"title":').error[0].value
    assert r"kein JSON: hier fehlt ein Wert, Zeichen 10" in said


def test_what_is_wrong_in_a_definition(pages: Pages) -> None:
    question = {"id": "a", "kind": "number", "text": "A?", "minimum": 1.5, "maximum": 0.25}
    said = add(pages, json.dumps({"title": 3, "questions": [question]}).encode()).error[0].value
    assert "ein Text wird erwartet, nicht eine Zahl" in said
    assert "mehr als 1,5 wird erwartet, nicht 0,25" in said


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'name\n"ada\n', "kein CSV: die Datei endet zu früh"),
        (b"name\nghost\n", "niemand meldet sich als 'ghost' an"),
    ],
)
def test_what_is_wrong_in_a_list(pages: Pages, world: World, content: bytes, expected: str) -> None:
    world.survey("Ride study")
    assert expected in asked(pages, content)
