"""Tells whoever remembers who may come in that somebody's access has ended: at once, when that is committed by this process.

What another process ended, and what ended by time, whoever remembers finds out by looking now and then.
"""

from collections.abc import Callable
from weakref import WeakKeyDictionary, WeakMethod

from sqlalchemy import Engine, event
from sqlmodel import Session

_LISTENERS: WeakKeyDictionary[Engine, list[WeakMethod[Callable[[], None]]]] = WeakKeyDictionary()


def call_when_access_ends(engine: Engine, call: Callable[[], None]) -> None:
    """Call this method as long as its object lives; it must return at once and not raise."""
    _LISTENERS.setdefault(engine, []).append(WeakMethod(call))


def end_access(db: Session) -> None:
    """A token, a person or a role will have ended once this transaction is committed."""
    listeners = _LISTENERS.get(db.get_bind().engine, [])

    def notify(_: Session) -> None:
        for listener in listeners:
            call = listener()
            if call is not None:
                call()

    event.listen(db, "after_commit", notify, once=True)
