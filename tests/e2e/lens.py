"""The browser's camera seen from the page: when it was switched on, how often it was asked for, and taking it away."""

from datetime import UTC, datetime

from playwright.sync_api import BrowserContext, Frame, Page

from db.tables import SurveySession

NOTE_OPENINGS = """(() => {
    const devices = navigator.mediaDevices;
    if (!devices?.getUserMedia) return;
    const open = devices.getUserMedia.bind(devices);
    const list = devices.enumerateDevices.bind(devices);
    window.cameraTracks = [];
    window.cameraAsked = 0;
    window.cameraFailure = null;
    devices.getUserMedia = async (wanted) => {
        window.cameraAsked += 1;
        if (window.cameraFailure) throw new DOMException('as in real life', window.cameraFailure);
        const stream = await open(wanted);
        for (const track of stream.getVideoTracks()) window.cameraTracks.push({track, openedAt: Date.now()});
        return stream;
    };
    const addTrack = RTCPeerConnection.prototype.addTrack;
    window.cameraSenders = [];
    RTCPeerConnection.prototype.addTrack = function (...given) {
        const sender = addTrack.apply(this, given);
        window.cameraSenders.push(sender);
        return sender;
    };
    devices.enumerateDevices = async () => window.cameraFailure === 'NotFoundError' ? [] : list();
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


def kept_when_busy(page: Page) -> list[str]:
    """What each sender of pictures keeps when the machine is busy or the line thin, in the browser's own words."""
    keeps = "(window.cameraSenders ?? []).map((sender) => sender.getParameters().degradationPreference ?? 'nothing')"
    return [word for frame in _camera_frames(page) for word in frame.evaluate(keeps)]


def second_of_file(page: Page, session: SurveySession) -> float:
    """Which second of its file the camera showed at second 0 of the session."""
    assert session.started_at is not None, "a session in progress has a start"
    return (session.started_at - switched_on_at(page)).total_seconds()


def times_asked(page: Page) -> int:
    """How often streamlit-webrtc asked the browser for the camera."""
    return sum(int(frame.evaluate("window.cameraAsked ?? 0")) for frame in _camera_frames(page))


def unplug(page: Page) -> None:
    """The camera goes away while the page stays, as when somebody pulls the cable: its tracks end, and there is none to open."""
    _in_each(page, "window.cameraFailure = 'NotFoundError'; window.cameraTracks.forEach(({track}) => track.stop())")


def plug_in(page: Page) -> None:
    """The camera is there again, and the browser says so."""
    _in_each(page, "window.cameraFailure = null; navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")


def use_elsewhere(page: Page, is_used: bool) -> None:
    """Another program takes the camera, or lets it go."""
    _in_each(page, f"window.cameraFailure = {'NotReadableError' if is_used else ''!r} || null")


def _in_each(page: Page, what: str) -> None:
    for frame in _camera_frames(page):
        frame.evaluate(f"() => {{ {what} }}")


def _camera_frames(page: Page) -> list[Frame]:
    return [frame for frame in page.frames if "webrtc" in frame.url]
