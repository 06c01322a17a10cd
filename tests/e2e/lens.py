"""The browser's camera seen from the page: when it was switched on, how often it was asked for, and pulling its cable."""

from datetime import UTC, datetime

from playwright.sync_api import BrowserContext, Frame, Page

from db.tables import SurveySession

NOTE_OPENINGS = """(() => {
    const devices = navigator.mediaDevices;
    if (!devices?.getUserMedia) return;
    const open = devices.getUserMedia.bind(devices);
    window.cameraTracks = [];
    window.cameraAsked = 0;
    devices.getUserMedia = async (wanted) => {
        window.cameraAsked += 1;
        const stream = await open(wanted);
        for (const track of stream.getVideoTracks()) window.cameraTracks.push({track, openedAt: Date.now()});
        return stream;
    };
})()"""


def note_openings(context: BrowserContext) -> None:
    """Note in every frame of this context when the camera was opened."""
    context.add_init_script(NOTE_OPENINGS)


def switched_on_at(page: Page) -> datetime:
    """When streamlit-webrtc's camera that is on now was opened: Chromium's fake camera begins its file then."""
    live = "(window.cameraTracks ?? []).filter(({track}) => track.readyState === 'live').map(({openedAt}) => openedAt)"
    stamps = [ms for frame in _camera_frames(page) for ms in frame.evaluate(live)]
    if not stamps:
        raise AssertionError("expected a camera that is on")
    return datetime.fromtimestamp(min(stamps) / 1000, UTC)


def second_of_file(page: Page, session: SurveySession) -> float:
    """Which second of its file the camera showed at second 0 of the session."""
    assert session.started_at is not None, "a session in progress has a start"
    return (session.started_at - switched_on_at(page)).total_seconds()


def times_asked(page: Page) -> int:
    """How often streamlit-webrtc asked the browser for the camera."""
    return sum(int(frame.evaluate("window.cameraAsked ?? 0")) for frame in _camera_frames(page))


def unplug(page: Page) -> None:
    """The camera goes away while the page stays, as when somebody pulls the cable: its tracks end."""
    for frame in _camera_frames(page):
        frame.evaluate("(window.cameraTracks ?? []).forEach(({track}) => track.stop())")


def _camera_frames(page: Page) -> list[Frame]:
    return [frame for frame in page.frames if "webrtc" in frame.url]
