"""Asking a whole list of people to take a survey: everything is checked before anything is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine

from db.engine import reading
from db.queries.accounts import users_by_names
from db.tables import User
from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.codes.taker_list_faults import TakerListFault
from proctor_core.domain.roles import Role
from proctor_core.domain.spelling import normal_name
from proctor_core.domain.taker_list import NAME, ListedTaker
from proctor_core.errors import InvalidFile, InvalidInput, Mistake
from proctor_core.services.accounts.people import Invited, PeopleService
from proctor_core.services.permissions import require_administrator
from proctor_core.services.surveys.asking import AskingService
from proctor_core.services.surveys.surveys import SurveyService


@dataclass(frozen=True, slots=True)
class AskedList:
    """What came of a list: how many were asked now, how many had been asked before, and the links of new accounts."""

    asked: int
    already: int
    invited: Sequence[Invited]


@dataclass(frozen=True, slots=True)
class TakerListService:
    """Brings a list of names together with accounts, and asks them."""

    engine: Engine
    people: PeopleService
    surveys: SurveyService
    asking: AskingService

    def ask(
        self, actor: User, survey_id: UUID, listed: Sequence[ListedTaker], *, invites_unknown: bool = False
    ) -> AskedList:
        """Ask everybody on the list; the same list again asks nobody twice.

        With `invites_unknown` a name that nobody has gets an account and a link by which its person sets a password.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such survey.
            InvalidInput: the survey is closed.
            InvalidFile: names that are unknown, switched off or no taker's; nobody was asked.
        """
        require_administrator(actor)
        if not self.surveys.survey(actor, survey_id).is_open:
            raise InvalidInput("survey_id", SurveyRefusal.CLOSED)
        by_name = {normal_name(taker.name): taker for taker in listed}
        with reading(self.engine) as db:
            known = users_by_names(db, by_name)
        mistakes = _mistakes(by_name, known, invites_unknown=invites_unknown)
        if mistakes:
            raise InvalidFile(mistakes)
        invited = [
            self.people.invite(actor, taker.name, taker.display_name, Role.TAKER, taker.email)
            for name, taker in by_name.items()
            if name not in known
        ]
        ids = [user.id for user in known.values()] + [new.person.id for new in invited]
        asked = self.asking.ask(actor, survey_id, ids)
        return AskedList(asked, len(ids) - asked, invited)


def _mistakes(listed: Mapping[str, ListedTaker], known: Mapping[str, User], *, invites_unknown: bool) -> list[Mistake]:
    mistakes: list[Mistake] = []
    for name, taker in listed.items():
        user = known.get(name)
        if user is None and not invites_unknown:
            mistakes.append(Mistake(NAME, TakerListFault.UNKNOWN, {"name": taker.name}, taker.line))
        elif user is not None and user.role is not Role.TAKER:
            said = Mistake(NAME, TakerListFault.OTHER_ROLE, {"name": taker.name, "role": user.role.value}, taker.line)
            mistakes.append(said)
        elif user is not None and not user.is_active:
            mistakes.append(Mistake(NAME, TakerListFault.SWITCHED_OFF, {"name": taker.name}, taker.line))
    return mistakes
