"""Views of the queue that a moderator gave a name: each their own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from db.engine import reading, transaction
from db.queries.accounts import hold_user
from db.queries.inserting import insert_if_absent
from db.tables import SavedQueueView, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.domain.storable import storable
from proctor_core.errors import InvalidInput, NotFound
from proctor_core.services.reviewing.review_guards import require_moderator

MOST_VIEWS = 12
NAME_LENGTH, CHOICE_LENGTH, MOST_CHOICES = 60, 80, 20


@dataclass(frozen=True, slots=True)
class SavedViewService:
    """Every method raises NotAllowed for whoever is no moderator."""

    engine: Engine
    clock: Callable[[], datetime]

    def views(self, actor: User) -> Sequence[SavedQueueView]:
        """The actor's own, in the order of their names."""
        require_moderator(actor)
        with reading(self.engine) as db:
            return _views(db, actor)

    def keep(self, actor: User, name: str, choices: Mapping[str, str]) -> SavedQueueView:
        """Keep what is chosen under a name; a view of that name is replaced.

        Raises:
            InvalidInput: the name is empty or too long, or there are `MOST_VIEWS` already.
        """
        require_moderator(actor)
        given, chosen = _given(name), _chosen(choices)
        with transaction(self.engine) as db:
            # Held, so that two windows keep no more than there may be.
            hold_user(db, actor.id)
            known = {view.name: view for view in _views(db, actor)}
            if given in known:
                known[given].choices = chosen
                return known[given]
            if len(known) >= MOST_VIEWS:
                raise InvalidInput("name", ReviewRefusal.TOO_MANY_VIEWS, most=MOST_VIEWS)
            view = SavedQueueView(moderator_id=actor.id, name=given, choices=chosen, created_at=self.clock())
            insert_if_absent(db, view)
            return db.get_one(SavedQueueView, view.id)

    def forget(self, actor: User, view_id: UUID) -> None:
        """Take one's own view away.

        Raises:
            NotFound: there is none, or it is somebody else's.
        """
        require_moderator(actor)
        own = delete(SavedQueueView).where(col(SavedQueueView.id) == view_id)
        with transaction(self.engine) as db:
            if not db.exec(own.where(col(SavedQueueView.moderator_id) == actor.id)).rowcount:
                raise NotFound(Missing.SAVED_VIEW)


def _views(db: Session, actor: User) -> Sequence[SavedQueueView]:
    own = select(SavedQueueView).where(SavedQueueView.moderator_id == actor.id)
    return db.exec(own.order_by(col(SavedQueueView.name))).all()


def _given(name: str) -> str:
    given = storable(" ".join(name.split()), "name")
    if not given:
        raise InvalidInput("name", ReviewRefusal.NO_VIEW_NAME)
    if len(given) > NAME_LENGTH:
        raise InvalidInput("name", ReviewRefusal.TOO_LONG, longest=NAME_LENGTH, length=len(given))
    return given


def _chosen(choices: Mapping[str, str]) -> dict[str, str]:
    chosen = {storable(key, "choices"): storable(value, "choices") for key, value in choices.items()}
    longest = max((len(text) for pair in chosen.items() for text in pair), default=0)
    if longest > CHOICE_LENGTH or len(chosen) > MOST_CHOICES:
        raise InvalidInput("choices", ReviewRefusal.TOO_LONG, longest=CHOICE_LENGTH, length=longest)
    return chosen
