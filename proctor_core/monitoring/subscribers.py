"""The pages that listen to one session, told apart so that a second tab or device can take over from the first."""

import threading
from collections.abc import Callable


class Subscribers:
    """Page key -> callback; callbacks may come from any thread and must return at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._callbacks: dict[int, tuple[str, Callable[[], object]]] = {}
        self._next = 0

    def add(self, page: str, changed: Callable[[], object]) -> Callable[[], None]:
        """Listen; answers the function that stops it."""
        with self._lock:
            self._next += 1
            key = self._next
            self._callbacks[key] = (page, changed)

        def remove() -> None:
            with self._lock:
                self._callbacks.pop(key, None)

        return remove

    def tell(self) -> None:
        """Something changed."""
        with self._lock:
            callbacks = [callback for _, callback in self._callbacks.values()]
        for callback in callbacks:
            callback()

    @property
    def is_anyone(self) -> bool:
        """Whether a page is open."""
        return bool(self._callbacks)
