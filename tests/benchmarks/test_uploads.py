"""tus-js-client as npm has it, against the real program: cuts, a kill, the same bytes at the end, flat memory (short form)."""

from pathlib import Path

import pytest

from benchmarks.uploads.__main__ import measure
from benchmarks.uploads.packages import TUS_JS_CLIENT, ClientMissing, fetched


@pytest.mark.slow
def test_a_javascript_client_gets_its_video_through_cuts_and_a_restart(
    tmp_path: Path, models_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROCTORING_MODELS_DIR", str(models_dir))
    try:
        fetched(TUS_JS_CLIENT)
    except ClientMissing as missing:
        pytest.skip(f"tus-js-client: {missing}")
    outcome = measure(tmp_path, megabytes=20, cuts=3)
    assert outcome.is_right, outcome.in_words()
    assert outcome.cuts == 3
    assert outcome.grown_mb < 30, outcome.in_words()
