"""Whatever must happen one after the other for one session, and side by side for different ones."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID
from weakref import WeakValueDictionary


class Turns:
    """One at a time per session: a lock lives as long as somebody holds it or waits for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: WeakValueDictionary[UUID, threading.Lock] = WeakValueDictionary()

    @contextmanager
    def of(self, session_id: UUID) -> Iterator[None]:
        """Wait for one's turn. Not for a thread that has it already."""
        with self._lock:
            turn = self._turns.setdefault(session_id, threading.Lock())
        with turn:
            yield
