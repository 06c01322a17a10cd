"""The right side of a watched survey: the camera and the badge that says how it is doing."""

import streamlit as st

from pages import texts_taker as texts
from pages.components.camera import camera, page_key
from pages.components.live_status import live_status
from pages.taker.services import services
from proctor_core.services.taking.own_camera import OwnCamera


def camera_panel(monitor: OwnCamera, *, shows_checks: bool) -> None:
    """Draw camera and badge; in demo mode offer the drawn camera before the survey begins."""
    cameras = services().demo_cameras
    is_demo_camera = cameras.is_running(monitor.session_id)
    is_playing = False if is_demo_camera else camera(monitor, services().monitors.receive, services().ice_servers)
    live_status(
        monitor.session_id,
        page_key(),
        shows_checks=shows_checks,
        shows_camera=is_playing,
        saved=st.session_state.get("answer_saved", ""),
    )
    if services().offers_demo_camera and not is_playing:
        offer_demo_camera(monitor, is_demo_camera)


def offer_demo_camera(monitor: OwnCamera, is_running: bool) -> None:
    """A machine without a camera goes through the whole survey too."""
    cameras = services().demo_cameras
    if is_running:
        st.button(texts.STOP_CAMERA, on_click=cameras.stop, args=(monitor.session_id,), icon=":material/videocam_off:")
    else:
        st.button(
            texts.DEMO_CAMERA,
            on_click=cameras.start,
            args=(monitor, page_key()),
            help=texts.DEMO_CAMERA_HELP,
            icon=":material/draw:",
        )
