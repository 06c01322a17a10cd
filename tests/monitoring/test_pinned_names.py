"""Private names of streamlit-webrtc and aiortc that we lean on: each test says which one went away, and with it which trick."""

import inspect
from importlib.metadata import version

import pytest
from aiortc import rate, rtcrtpreceiver
from streamlit.web import bootstrap
from streamlit.web.server import server_util
from streamlit_webrtc import component
from streamlit_webrtc.component import WebRtcStreamerContext
from uvicorn.protocols.websockets import websockets_sansio_impl

from tests.support.program import ROOT

PINNED = {"streamlit-webrtc": "0.79.0", "aiortc": "1.16.0"}


@pytest.mark.parametrize("package", list(PINNED))
def test_the_version_is_the_one_that_was_tried(package: str) -> None:
    pins = (ROOT / "requirements.txt").read_text().splitlines()
    assert f"{package}=={PINNED[package]}" in pins, (
        f"{package} was moved: try the tricks of pages/components/camera.py again"
    )
    assert version(package) == PINNED[package]


def test_a_context_counts_the_runs_that_drew_it() -> None:
    """`keep_stream_over_reruns` sets it to None, so that quick reruns don't stop a healthy stream."""
    name = "_last_rendered_run_count"
    assert name in inspect.getsource(WebRtcStreamerContext.__init__), f"WebRtcStreamerContext.{name} went away"
    assert name in WebRtcStreamerContext.__annotations__


def test_the_count_decides_whether_a_stream_is_orphaned() -> None:
    found = getattr(component, "_get_or_create_context", None)
    assert found is not None, "streamlit_webrtc.component._get_or_create_context went away"
    source = inspect.getsource(found)
    assert "context._last_rendered_run_count is not None" in source, "None no longer means 'not orphaned'"


def test_the_context_is_kept_in_the_session_state_under_the_key_of_the_widget() -> None:
    assert "st.session_state" in inspect.getsource(component._get_or_create_context)


def test_pages_can_be_tested_without_a_browser() -> None:
    """AppTest has no session info: tests/pages patches this name to answer None."""
    assert hasattr(component, "get_this_session_info"), "streamlit_webrtc.component.get_this_session_info went away"


def test_uvicorns_lines_on_sockets_begin_as_they_did() -> None:
    """`app.py` drops them by that, since they name the client's address."""
    lines = [
        line.strip() for line in inspect.getsource(websockets_sansio_impl).splitlines() if '"WebSocket %s"' in line
    ]
    assert lines and all(line.startswith("'%s - \"WebSocket") for line in lines)


def test_streamlit_asks_for_its_address_by_a_name_that_can_be_replaced() -> None:
    """`pages/components/own_address.py` answers for it, so that nothing outside is ever asked."""
    assert "net_util.get_external_ip" in inspect.getsource(server_util.is_url_from_allowed_origins)
    assert "net_util.get_external_ip()" in inspect.getsource(bootstrap), "the line at the start asks otherwise now"


def test_aiortc_decodes_in_a_function_that_can_be_wrapped() -> None:
    """`monitoring/packet_tap.py` takes the packets out of its queue, and asks for a key frame by its last argument."""
    found = getattr(rtcrtpreceiver, "decoder_worker", None)
    assert found is not None, "aiortc.rtcrtpreceiver.decoder_worker went away"
    source = inspect.getsource(rtcrtpreceiver.RTCRtpReceiver)
    assert "target=decoder_worker" in source and "self._track._queue" in source, "it is started otherwise now"
    assert "if self.__decoder_error.is_set():" in source, "the decoder's error no longer asks for a key frame"


def test_aiortc_estimates_the_bitrate_in_a_method_that_can_be_wrapped() -> None:
    assert hasattr(rate.RemoteBitrateEstimator, "add"), "aiortc.rate.RemoteBitrateEstimator.add went away"
    source = inspect.getsource(rtcrtpreceiver.RTCRtpReceiver.__init__)
    assert "self.__remote_bitrate_estimator" in source, "RTCRtpReceiver.__remote_bitrate_estimator went away"
