"""How often a check was right where it was measured: what the link beside an allegation opens, for whoever is signed in."""

import pytest

from pages import texts_reliability as words
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reliability import reliability
from tests.support.page_application import Pages, all_text
from tests.support.page_tables import tables_of

pytestmark = pytest.mark.slow

PAGE = "everybody/how_reliable.py"


@pytest.mark.parametrize("role", Role)
def test_everybody_reads_how_a_check_did(pages: Pages, role: Role) -> None:
    page = pages.open_as(role, PAGE)
    page.session_state["reliability_check"] = ViolationType.LOOKING_AWAY
    page = page.run()
    assert not page.exception
    measured = reliability().checks[ViolationType.LOOKING_AWAY]
    assert f"{measured.found.hits} of {measured.found.of}" in all_text(page)
    assert len(tables_of(page)[0].column("Found")) == len(measured.groups)


def test_what_was_not_measured_is_said_and_so_are_other_models(pages: Pages) -> None:
    page = pages.open_as(Role.MODERATOR, PAGE)
    page.session_state["reliability_check"] = ViolationType.LOW_CONFIDENCE
    page = page.run()
    assert words.NOT_MEASURED in all_text(page)
    assert words.OTHER_MODELS in [one.value for one in page.warning]
