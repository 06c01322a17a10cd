"""What somebody types to find a session: its code, the beginning of it, its whole id."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.session_code import ids_of_code, session_code
from proctor_core.errors import InvalidInput


@given(st.uuids(), st.integers(1, 32))
def test_every_beginning_of_an_id_finds_it(session_id: UUID, digits: int) -> None:
    for typed in (session_id.hex[:digits], session_id.hex[:digits].upper(), session_code(session_id), str(session_id)):
        found = ids_of_code(typed)
        assert found is not None
        assert found.first <= session_id <= found.last


@given(st.uuids(), st.uuids())
def test_a_whole_id_finds_no_other(one: UUID, other: UUID) -> None:
    found = ids_of_code(str(one))
    assert found == (one, one)
    assert (found.first <= other <= found.last) == (one == other)


@pytest.mark.parametrize("typed", ["", "   ", "-"])
def test_nothing_typed_looks_for_nothing(typed: str) -> None:
    assert ids_of_code(typed) is None


@pytest.mark.parametrize("typed", ["xyz", "7F3A0G", "0" * 33, "%", "\u0663"])
def test_what_is_no_code_is_said(typed: str) -> None:
    with pytest.raises(InvalidInput, match="digits and letters from A to F"):
        ids_of_code(typed)
