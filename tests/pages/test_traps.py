"""Traps of Streamlit and streamlit-webrtc that were fallen into before: nothing in pages/ may open one again."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.moderator import presence
from tests.support.program import ROOT

SOURCES = sorted((ROOT / "pages").rglob("*.py"))


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in SOURCES:
        yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def calls(name: str) -> list[tuple[str, ast.Call]]:
    """Every call of something called `name`, with its place."""
    return [
        (f"{path}:{node.lineno}", node)
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) == name
    ]


def keywords(name: str) -> list[str]:
    """Where an argument of that name is given, in a call or as the key of a dict."""
    return [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if (isinstance(node, ast.keyword) and node.arg == name)
        or (isinstance(node, ast.Constant) and node.value == name)
    ]


def _name(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def test_there_is_something_to_look_at() -> None:
    assert len(SOURCES) > 20
    assert calls("markdown"), "expected to find calls"


@pytest.mark.parametrize("name", ["image", "video", "audio", "logo", "download_button", "pyplot", "camera_input"])
def test_no_picture_of_a_person_is_published_under_media(name: str) -> None:
    """Streamlit serves what these are given under /media/<hash>, to anybody."""
    assert [place for place, _ in calls(name)] == []


def test_there_is_one_camera_widget_and_it_has_no_toggle() -> None:
    """The toggle sends black pictures while the stream "plays"."""
    ((place, call),) = calls("webrtc_streamer")
    assert place.startswith("pages/components/camera.py:")
    given = {k.arg: k.value for k in call.keywords}
    toggle = given["media_toggle_controls"]
    assert isinstance(toggle, ast.Constant) and toggle.value is False


def test_no_stream_is_started_by_the_program() -> None:
    """`desired_playing_state` starts two or three times and loops when the browser says no; the button is also the consent."""
    assert keywords("desired_playing_state") == []


def test_streams_go_one_way() -> None:
    ((_, call),) = calls("webrtc_streamer")
    mode = {k.arg: k.value for k in call.keywords}["mode"]
    assert isinstance(mode, ast.Attribute) and mode.attr == "SENDONLY"


def test_the_route_to_the_camera_is_always_said() -> None:
    """Without `rtc_configuration` streamlit-webrtc asks Google's STUN server."""
    ((_, call),) = calls("webrtc_streamer")
    assert "iceServers" in ast.dump({k.arg: k.value for k in call.keywords}["rtc_configuration"])
    words = [n.value for _, tree in trees() for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    assert [word for word in words if str(word).startswith(("stun:", "turn:", "stuns:", "turns:"))] == []


def test_the_stream_is_kept_over_reruns_before_each_drawing() -> None:
    """A run that is cut short by the next makes streamlit-webrtc 0.79 stop a healthy stream."""
    (((_, keep)), ((_, draw))) = (calls("keep_stream_over_reruns")[0], calls("webrtc_streamer")[0])
    assert keep.lineno < draw.lineno


def test_nothing_reruns_by_the_clock() -> None:
    """A fragment with `run_every=1` costs more than the whole video; the live badge hears events."""
    assert [place.split(":")[0] for place in keywords("run_every")] == ["pages/moderator/presence.py"]
    assert presence.EVERY_S >= 15, "who else has a case open: some 4 ms a second for each moderator at work"
    assert [place for place, _ in calls("sleep")] == []


def test_no_page_is_read_as_a_syntax_tree() -> None:
    """Streamlit's magic does, and Python 3.11 loses count when two threads do it at once: a page's first drawing failed."""
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert settings["runner"]["magicEnabled"] is False


def test_no_page_reads_a_camera_from_the_script_thread() -> None:
    assert keywords("video_frame_callback") == []
    assert keywords("video_processor_factory") == []


def test_the_entry_script_has_no_folder_of_pages_beside_it() -> None:
    """Streamlit serves every file of a folder `pages` beside the script, before and without it."""
    app = (ROOT / "app.py").read_text(encoding="utf-8")
    assert 'SCRIPT = Path(__file__).resolve().parent / "pages" / "navigation.py"' in app
    assert not (ROOT / "pages" / "pages").exists()


def test_every_page_asks_for_its_role_itself() -> None:
    navigation = ast.parse((ROOT / "pages" / "navigation.py").read_text(encoding="utf-8"))
    files = [
        node.args[0].value
        for node in ast.walk(navigation)
        if isinstance(node, ast.Call) and _name(node.func) == "page" and isinstance(node.args[0], ast.Constant)
    ]
    assert len(files) >= 8
    asking = {place.split(":")[0] for place, _ in calls("require_role")}
    assert {f"pages/{file}" for file in files} <= asking


def test_no_number_or_day_has_a_limit_that_only_the_browser_knows() -> None:
    """Streamlit's widgets show what lies beyond their limits and send what was there before; a day has limits of its own, ten
    years from the default, unless it is given the widest."""
    limits = [
        ast.unparse(value)
        for _, tree in trees()
        for node in ast.walk(tree)
        for name, value in _given(node)
        if name in ("min_value", "max_value")
    ]
    assert set(limits) == {"date.min", "date.max"}
    without = [
        place
        for place, call in calls("date_input")
        if not {"min_value", "max_value"} <= {given.arg for given in call.keywords}
        and "ANY_DAY" not in [ast.unparse(given.value) for given in call.keywords if given.arg is None]
    ]
    assert without == []


def test_no_table_or_chart_offers_a_file_of_its_own() -> None:
    """Their downloads know nothing of formulas: `domain.csv_cells` does."""
    own = ("dataframe", "data_editor", "altair_chart", "vega_lite_chart", "bar_chart", "line_chart", "area_chart")
    assert [place for name in own for place, _ in calls(name)] == []


def _given(node: ast.AST) -> Iterator[tuple[object, ast.expr]]:
    if isinstance(node, ast.keyword) and node.arg:
        yield node.arg, node.value
    elif isinstance(node, ast.Dict):
        yield from (
            (key.value, value)
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant)
        )


@pytest.mark.parametrize("step", ["question_step", "open_questions", "reference_step"])
def test_no_step_beside_the_camera_has_a_button_that_forgets(step: str) -> None:
    """A run that the camera asks for cuts the run of a press short: tests/pages/test_lasting_button.py."""
    assert [place for place, _ in calls("button") if place.startswith(f"pages/taker/{step}.py:")] == []
    assert [place for place, _ in calls("lasting_button") if place.startswith(f"pages/taker/{step}.py:")] != []


def test_no_answer_hangs_on_a_callback() -> None:
    """Streamlit 1.67 lets a callback die when the next interaction arrives while it reads the session state: the page showed
    an answer that was never saved. tests/e2e keeps it with 40 quick presses."""
    assert [place for place in keywords("on_change") if place.startswith("pages/taker/")] == []
