"""The ground that the other tests stand on."""

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.support import needs


def test_a_new_database_is_empty_and_takes_rows(database_url: str) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (words TEXT)"))
        connection.execute(text("INSERT INTO note VALUES ('kept')"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT words FROM note")).scalar_one() == "kept"
    engine.dispose()


@pytest.mark.parametrize(("kinds", "outcome"), [({"browser", "slow"}, "failed"), ({"models"}, "skipped")])
def test_a_skip_of_a_required_kind_is_a_failure(kinds: set[str], outcome: str) -> None:
    skip = ("tests/test_x.py", 7, "Skipped: no Chromium")
    report = pytest.TestReport("tests/test_x.py::test_y", ("", 7, ""), {}, "skipped", skip, "setup")
    needs.fail_if_required(report, kinds, frozenset({"browser"}))
    assert report.outcome == outcome
    assert "no Chromium" in str(report.longrepr)


def test_an_unknown_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCTOR_REQUIRE", "browzer")
    with pytest.raises(pytest.UsageError, match="browzer"):
        needs.required_kinds()
