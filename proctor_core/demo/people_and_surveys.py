"""The demo's accounts and surveys: made quickly, before any session; asked again, it adds only what is missing."""

from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import col, select

from db.engine import reading
from db.tables import Survey, SurveySession, User
from proctor_core.demo.cast import STAFF, VISITOR, accounts
from proctor_core.demo.story_clock import StoryClock
from proctor_core.demo.story_services import services_by
from proctor_core.demo.surveys import COMMUTE_SURVEY, CUSTOMER_STUDY, DEFINITIONS, FILMED_STUDY
from proctor_core.domain.policy import RecordingMode
from proctor_core.services.composition import Services

_WERE_HERE = timedelta(days=40)
"""The people are older than their sessions."""
INSTRUCTIONS = """Calculators and notes on paper are allowed.
Somebody who walks past in the background is no reason to reject.
Reject where a phone was read from while a question was open; write the question's number into the reason."""
_WATCHED = {COMMUTE_SURVEY: False, CUSTOMER_STUDY: True, FILMED_STUDY: True}
_FOR_VISITORS = (COMMUTE_SURVEY, CUSTOMER_STUDY)
"""A visitor is a person before a camera: no video of theirs is kept in a demo."""


def add_people_and_surveys(services: Services) -> None:
    """Make what is missing; the visitor is invited to those that keep no video, now."""
    engine = services.basis.engine
    _add_people(services, services.basis.clock() - _WERE_HERE)
    first = demo_people(engine)[STAFF[0].name].created_at
    surveys = services_by(StoryClock(first + timedelta(days=1)), services).surveys.surveys
    there = demo_surveys(engine)
    for slug, is_watched in _WATCHED.items():
        if slug not in there:
            mode = RecordingMode.FULL if slug == FILMED_STUDY else RecordingMode.OFF
            surveys.add_version(
                None,
                slug,
                DEFINITIONS[slug],
                proctoring_enabled=is_watched,
                recording_mode=mode,
                moderator_instructions=INSTRUCTIONS if is_watched else "",
                is_demo=True,
            )
    _invite_visitor(services)


def begun_at(people: dict[str, User]) -> datetime:
    """When the demo content was begun: what the stories count their days from, also after a new start of the program."""
    return people[STAFF[0].name].created_at + _WERE_HERE


def demo_people(engine: Engine) -> dict[str, User]:
    """The cast's accounts by name; the crowd's are not among them."""
    names = [account.name for account in accounts()]
    with reading(engine) as db:
        cast = db.exec(select(User).where(col(User.is_demo), col(User.name).in_(names))).all()
    return {user.name: user for user in cast}


def demo_surveys(engine: Engine) -> dict[str, Survey]:
    """Demo surveys by slug."""
    with reading(engine) as db:
        return {survey.slug: survey for survey in db.exec(select(Survey).where(col(Survey.is_demo))).all()}


def _add_people(services: Services, at: datetime) -> None:
    """One second apart, in the order of the cast: the first of a role is the one that its demo button signs in."""
    there = demo_people(services.basis.engine)
    clock = StoryClock(at)
    accounts_of_then = services_by(clock, services).accounts.accounts
    for account in accounts():
        if account.name not in there:
            accounts_of_then.create_user(None, account.name, account.display_name, account.role, None, is_demo=True)
        clock.pass_time(1.0)


def _invite_visitor(services: Services) -> None:
    engine = services.basis.engine
    visitor, surveys = demo_people(engine)[VISITOR.name], demo_surveys(engine)
    with reading(engine) as db:
        invited = db.exec(select(SurveySession.survey_id).where(SurveySession.taker_id == visitor.id)).all()
    for slug in _FOR_VISITORS:
        if surveys[slug].id not in invited:
            services.surveys.asking.assign(None, surveys[slug].id, visitor.id, is_demo=True)
