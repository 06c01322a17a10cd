"""Keeps the native libraries' start-up chatter out of the program's log; imported first by every adapter of MediaPipe.

Only words of the environment that nobody has set are set, so that somebody who wants the noise can have it.
"""

import os

_WORDS = {"GLOG_minloglevel": "2", "TF_CPP_MIN_LOG_LEVEL": "3", "MEDIAPIPE_DISABLE_GPU": "1"}


def silence_native_logs() -> None:
    """Ask glog, absl and TensorFlow Lite for errors only; takes effect for libraries that are loaded later."""
    for name, value in _WORDS.items():
        os.environ.setdefault(name, value)
