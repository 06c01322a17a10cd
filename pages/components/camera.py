"""The taker's camera: one streamlit-webrtc stream per page, handed to the session's monitor on the event loop.

The only place that touches streamlit-webrtc; tests/monitoring/test_pinned_names.py checks the private names that it needs.
"""

import secrets
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import av
import streamlit as st
from streamlit_webrtc import Translations, VideoSinkTrack, WebRtcMode, webrtc_streamer

from pages import texts_taker as texts
from proctor_core.domain.ice_server import IceServer
from proctor_core.services.taking.own_camera import OwnCamera

Receiver = Callable[[UUID, str, av.VideoFrame], None]
"""Takes an image of a session's stream."""
CONSTRAINTS: dict[str, Any] = {
    "video": {"width": {"ideal": 640}, "height": {"ideal": 480}, "frameRate": {"ideal": 8, "max": 10}},
    "audio": False,
}


def page_key() -> str:
    """Tells this tab from another one of the same taker."""
    return st.session_state.setdefault("page_key", secrets.token_hex(8))


def camera(monitor: OwnCamera, receive: Receiver, ice_servers: Sequence[IceServer]) -> bool:
    """Draw the camera and give its images to `receive`, on the event loop; True while it plays.

    The stream names the session and not the monitor: it goes on when another monitor takes over, as after a failed submit.

    No toggle: it would send black pictures while the stream "plays". No start by itself: streamlit-webrtc 0.79 loops when the
    browser says no, and pressing the button is the act of consent.
    """
    key = f"camera-{monitor.session_id}"
    stream = page_key()
    keep_stream_over_reruns(key)

    def attach_when_started() -> None:
        state = st.session_state[key].state
        if state.playing or state.signalling:
            monitor.attach(stream)

    context = webrtc_streamer(
        key=key,
        mode=WebRtcMode.SENDONLY,
        rtc_configuration={"iceServers": [server.as_rtc() for server in ice_servers]},
        media_stream_constraints=CONSTRAINTS,
        media_toggle_controls=False,
        video_html_attrs={"autoPlay": True, "muted": True, "playsInline": True, "style": {"width": "100%"}},
        sink_video_track=VideoSinkTrack(partial(receive, monitor.session_id, stream)),
        translations=_translations(),
        on_change=attach_when_started,
    )
    if context.state.playing and not monitor.has_stream:
        monitor.attach(stream)
    return context.state.playing


def keep_stream_over_reruns(key: str) -> None:
    """Keep streamlit-webrtc 0.79 from stopping a healthy stream: quick reruns make it think that the page was left.

    It compares run counts and calls the stream orphaned when it missed one; a run that was cut short by the next is enough.
    """
    context = st.session_state.get(key)
    if context is not None:
        context._last_rendered_run_count = None


def _translations() -> Translations:
    return {
        "start": texts.START_CAMERA,
        "stop": texts.STOP_CAMERA,
        "select_camera": texts.SELECT_CAMERA,
        "select_device": texts.SELECT_CAMERA,
        "device_ask_permission": texts.CAMERA_ASK,
        "device_not_available": texts.CAMERA_MISSING,
        "device_access_denied": texts.CAMERA_DENIED,
        "media_api_not_available": texts.CAMERA_UNSUPPORTED,
    }
