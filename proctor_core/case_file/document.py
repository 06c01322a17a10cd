"""The PDF of a case file: the session, decisions, incidents with their stills, and what proves them."""

from contextlib import closing
from typing import BinaryIO

from db.tables import Signal, Violation
from proctor_core.case_file import words
from proctor_core.case_file.contents import FiledCase, FiledStill
from proctor_core.case_file.paper import SMALLEST, TITLE, Paper
from proctor_core.codes.verdicts import VerdictKind, VerdictManner
from proctor_core.domain.reason import read_reason
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.language.formats import clock, span
from proctor_core.language.labels import EVENT_LABEL, SESSION_STATUS, SIGNAL_LABEL, SNAPSHOT_LABEL, TYPE_LABEL
from proctor_core.language.sentences import message_sentence, reason_sentence
from proctor_core.language.translation import Translator
from proctor_core.services.reviewing.case import HistoryEntry
from proctor_core.services.reviewing.case_incidents import CaseIncident, CaseVerdict, CaseViolation

_FOR_COLLEAGUES = frozenset({ReviewEventKind.ESCALATE, ReviewEventKind.REOPENED, ReviewEventKind.SAMPLE_ESCALATED})
"""What is said with them is for moderators alone."""


def write_document(filed: FiledCase, out: BinaryIO) -> None:
    """Write the PDF; it is in memory at once, about 10 kB for each still."""
    foot = filed.say(words.FOOT, code=filed.code, at=filed.moment(filed.contents.made_at))
    with closing(Paper(filed.says, foot)) as paper:
        paper.set_title(filed.say(words.TITLE, code=filed.code))
        paper.set_creation_date(filed.contents.made_at)
        paper.paragraph(filed.say(words.TITLE, code=filed.code), TITLE, is_bold=True)
        for sentence in (words.LEAD, words.READERS, *((words.VIDEO_READERS,) if filed.contents.video else ())):
            paper.paragraph(filed.say(sentence))
        paper.heading(filed.say(words.FACTS))
        paper.facts(_facts(filed))
        _decisions(filed, paper)
        _appeal(filed, paper)
        _incidents(filed, paper)
        _proof(filed, paper)
        if paper.lacks:
            paper.paragraph(filed.say(words.LACKS))
        paper.write_to(out)


def said_in(entry: HistoryEntry, says: Translator) -> str:
    """What stands in an entry of the history for others than moderators."""
    event = entry.event
    if event.kind in _FOR_COLLEAGUES:
        return ""
    return reason_sentence(read_reason(event.notes, event.reason_code, event.reason_numbers), says)


def _facts(filed: FiledCase) -> list[tuple[str, str]]:
    case, session, say = filed.contents.case, filed.contents.case.session, filed.say
    coverage = say(words.UNKNOWN) if session.coverage is None else say(words.COVERED, share=session.coverage)
    checks_phones = words.PHONES_CHECKED if case.phone_check_available else words.PHONES_UNCHECKED
    policy = say(words.POLICY_SAID, key=case.policy.key, threshold=case.policy.violation_threshold)
    rows = [
        (words.ID, f"{filed.code} ({session.id})"),
        (words.SURVEY, say(words.SURVEY_VERSION, title=case.survey.title, version=case.survey.version)),
        (words.MADE, filed.moment(filed.contents.made_at)),
        (words.STATUS, say(SESSION_STATUS[session.status])),
        (words.STARTED, filed.moment(session.started_at)),
        (words.HANDED_IN, filed.moment(session.submitted_at)),
        (words.LENGTH, clock(case.duration_s)),
        (words.WATCHED, say(words.WATCHED_BY[session.watched_by])),
        (words.COVERAGE, coverage),
        (words.PHONE_CHECK, say(checks_phones)),
        (words.POLICY, policy),
        (
            words.WHY,
            "\n".join(reason.detail or reason_sentence(reason.reason, filed.says) for reason in case.flag_reasons)
            or "–",
        ),
        (words.CONSENT, "\n".join(_consents(filed)) or "–"),
        (words.GAPS, ", ".join(span(gap.onset_s, gap.offset_s) for gap in case.gaps) or "–"),
        (words.QUESTIONS, ", ".join(_questions(filed)) or "–"),
    ]
    return [(say(label), said) for label, said in rows]


def _consents(filed: FiledCase) -> list[str]:
    return [
        filed.say(
            words.CONSENT_SAID,
            purpose=filed.say(words.PURPOSE.get(consent.purpose, consent.purpose)),
            answer=filed.say(words.AGREED if consent.is_given else words.REFUSED),
            at=filed.moment(consent.given_at),
            version=consent.text_version,
            sha256=consent.text_sha256,
        )
        for consent in filed.contents.case.consents
    ]


def _questions(filed: FiledCase) -> list[str]:
    return [
        filed.say(words.QUESTION, number=one.number, at=clock(one.shown_s)) for one in filed.contents.case.milestones
    ]


def _decisions(filed: FiledCase, paper: Paper) -> None:
    paper.heading(filed.say(words.DECISIONS))
    if filed.contents.case.review.decided_at is None:
        paper.paragraph(filed.say(words.NOT_DECIDED))
    for entry in filed.history:
        event = EVENT_LABEL.get(ReviewEventKind(entry.event.kind), entry.event.kind)
        form = words.DECIDED if entry.event.author_id or entry.author else words.HAPPENED
        name, at = filed.name(entry.author), filed.moment(entry.event.at)
        line = filed.say(form, event=filed.say(event), name=name, at=at)
        said = said_in(entry, filed.says)
        paper.paragraph(f"{line}\n{filed.say(words.SAID, words=said)}" if said else line)


def _appeal(filed: FiledCase, paper: Paper) -> None:
    appeal, answer, say = filed.contents.appeal, filed.contents.answer, filed.say
    if appeal is None:
        return
    paper.paragraph(f"{say(words.APPEALED, at=filed.moment(appeal.at))}\n{say(words.SAID, words=appeal.words)}")
    if answer is None:
        paper.paragraph(say(words.NOT_ANSWERED))
        return
    outcome = say(words.ANSWERED[answer.outcome], at=filed.moment(answer.at))
    paper.paragraph(f"{outcome}\n{say(words.SAID, words=answer.words)}")


def _incidents(filed: FiledCase, paper: Paper) -> None:
    incidents = filed.contents.case.incidents
    form = filed.says.ngettext(words.INCIDENTS.singular, words.INCIDENTS.plural, len(incidents))
    paper.heading(form.format(count=len(incidents)))
    if not incidents:
        paper.paragraph(filed.say(words.NO_INCIDENTS))
    for incident in incidents:
        paper.heading(filed.say(words.INCIDENT, number=incident.number, span=span(incident.onset_s, incident.offset_s)))
        paper.paragraph(verdict_sentence(incident, filed), is_bold=True)
        for violation in incident.violations:
            _violation(violation, filed, paper)
        for signal in incident.signals:
            paper.paragraph(_signal(signal, filed))


def verdict_sentence(incident: CaseIncident, filed: FiledCase) -> str:
    """What stands about the incident."""
    if incident.verdict and incident.verdict.row.kind:
        return _verdict(incident.verdict, incident.verdict.row.kind, filed)
    if incident.added:
        row, author = incident.added.row, incident.added.author
        label = filed.say(TYPE_LABEL[row.type])
        return filed.say(words.ADDED, label=label, name=filed.name(author), at=filed.moment(row.at))
    if incident.muted:
        return filed.say(words.MUTED, name=filed.name(incident.muted.author), at=filed.moment(incident.muted.row.at))
    return filed.say(words.NO_VERDICT)


def _verdict(given: CaseVerdict, kind: VerdictKind, filed: FiledCase) -> str:
    reason = filed.says.gettext(given.row.reason.english) if given.row.reason else ""
    return filed.say(
        words.VERDICT_WHY if reason else words.VERDICT,
        verdict=filed.says.gettext((VerdictManner.IN_BULK if given.row.batch_id else kind).english),
        reason=reason,
        name=filed.name(given.author),
        at=filed.moment(given.row.at),
    )


def _violation(one: CaseViolation, filed: FiledCase, paper: Paper) -> None:
    row = one.violation
    label = filed.say(TYPE_LABEL[row.type])
    when = span(row.onset_s, row.offset_s)
    reason = _reason(row, filed)
    paper.paragraph(filed.say(words.ALLEGED, label=label, span=when, confidence=row.confidence, reason=reason))
    stills = [(filed.stills[picture.id], picture.kind, picture.taken_s) for picture in one.evidence]
    pictures = [
        (still.still.jpeg, filed.say(_form(still), moment=filed.say(SNAPSHOT_LABEL[kind]), at=clock(taken_s)))
        for still, kind, taken_s in stills
    ]
    if pictures:
        paper.stills(pictures)


def _form(one: FiledStill) -> str:
    if one.still.jpeg is None:
        return words.STILL_GONE
    if one.still.is_altered:
        return words.STILL_ALTERED
    return words.STILL_BLURRED if one.still.is_blurred else words.STILL


def _signal(row: Signal, filed: FiledCase) -> str:
    label, when = filed.say(SIGNAL_LABEL[row.kind]), span(row.onset_s, row.offset_s)
    return filed.say(words.SIGNAL, label=label, span=when, reason=_reason(row, filed))


def _reason(row: Violation | Signal, filed: FiledCase) -> str:
    return reason_sentence(read_reason(row.reason, row.reason_code, row.reason_numbers), filed.says)


def _proof(filed: FiledCase, paper: Paper) -> None:
    contents, say = filed.contents, filed.say
    paper.heading(say(words.HASHES))
    paper.paragraph(say(words.HOW_TO_CHECK))
    tail = contents.tail
    checked = [contents.checked.message(), *(finding.message() for finding in contents.checked.findings)]
    chain = say(words.CHAIN_SAID, records=tail.records, head=tail.head) if tail else say(words.NO_CHAIN)
    paper.facts(
        [
            (say(words.CHECKED), "\n".join(message_sentence(one, filed.says) for one in checked)),
            (say(words.CHAIN), chain),
        ]
    )
    pictures = [picture for one in contents.case.violations for picture in one.evidence]
    if pictures:
        paper.paragraph(say(words.RECORDED), is_bold=True)
    for picture in pictures:
        name = filed.stills[picture.id].name or str(picture.id)
        paper.paragraph(say(words.HASH_OF, name=name, sha256=picture.sha256), SMALLEST)
