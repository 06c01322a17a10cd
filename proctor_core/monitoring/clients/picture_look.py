"""The server's checks on single pictures that clients send: one set of detectors, made when the first picture comes."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from proctor_core.domain.observation import Frame, Observation, Picture

if TYPE_CHECKING:
    # Importing it imports the networks' runtimes, which takes a second.
    from proctor_core.checks.observer import Observer


class PictureLook:
    """One look costs about 50 ms; pictures of many sessions take turns."""

    def __init__(self, new_observer: Callable[[], "Observer"]) -> None:
        self._new_observer = new_observer
        self._lock = threading.Lock()
        self._observer: Observer | None = None

    def observe(self, picture: Picture, second: float = 0.0) -> Observation:
        """All checks on one picture, with the phone; there is no frame before it to compare with.

        Raises:
            ModelUnavailable: a model is missing or damaged.
        """
        with self._lock:
            self._observer = self._observer or self._new_observer()
            return self._observer.observe(Frame(picture, second, 0), check_phone=True)

    def close(self) -> None:
        """Free the detectors."""
        with self._lock:
            self._observer = None
