"""One question: what was answered, as a chart with its table, or as a list of texts."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages import texts_responses as words
from pages.components import spoken
from pages.components.chart import chart
from pages.components.plain import plain
from pages.components.plain_table import plain_table
from pages.responses.answer_chart import answer_chart
from pages.texts_spoken import listed
from proctor_core.domain.survey_definition import NUMBERS, TEXTS, Question, QuestionKind
from proctor_core.services.responses.figures import QuestionFigures

LIST_PX = 260


def question_card(number: int, figures: QuestionFigures, responses: int) -> None:
    """Draw it; `number` counts from 1."""
    question = figures.question
    with st.container(border=True, gap="xxsmall", height="stretch"):
        title = words.QUESTION.format(number=number, text=plain(question.text))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{title}**", width="stretch")
            if figures.counts and figures.answered:
                _table(figures)
        st.caption(_lead(figures, responses))
        if not figures.answered:
            st.markdown(words.NONE_ANSWERED)
        elif question.kind in TEXTS:
            _texts(figures)
        else:
            chart(answer_chart(figures), f"chart-{question.id}")


def _lead(figures: QuestionFigures, responses: int) -> str:
    question = figures.question
    kind = words.KIND_LABEL[question.kind].format(minimum=question.minimum or 0, maximum=question.maximum or 0)
    said = [kind, words.ANSWERED.format(answered=figures.answered, responses=responses)]
    if question.kind in NUMBERS and figures.answered:
        said.append(_numbers(figures.counts))
    return " · ".join(said)


def _numbers(counts: Sequence[tuple[float, int]]) -> str:
    given = [(value, count) for value, count in counts if count]
    mean = sum(value * count for value, count in given) / sum(count for _, count in given)
    return words.MEAN.format(mean=mean, lowest=given[0][0], highest=given[-1][0])


def _table(figures: QuestionFigures) -> None:
    is_multiple = figures.question.kind is QuestionKind.MULTIPLE_CHOICE
    with st.popover(words.TABLE, icon=":material/table_rows:", type="tertiary"):
        st.caption(words.SHARES_MEAN if is_multiple else words.SHARE_MEANS)
        labels = {"answer": words.ANSWER, "count": words.COUNT, "share": words.SHARE}
        rows = ((as_text(figures.question, v), n, spoken.percent(n / figures.answered)) for v, n in figures.counts)
        plain_table(labels, rows)


def _texts(figures: QuestionFigures) -> None:
    st.caption(words.FREE_TEXT)
    with st.container(height=LIST_PX):
        for text in figures.texts:
            st.markdown(plain(str(text)))
    if len(figures.texts) < figures.answered:
        st.caption(words.NEWEST.format(shown=len(figures.texts), answered=figures.answered))


def as_text(question: Question, value: Any) -> str:
    """A value as its reader knows it: an option by its text, a number without needless digits."""
    if value is None:
        return words.NOTHING
    if isinstance(value, list):
        return listed(as_text(question, one) for one in value)
    texts = {option.value: option.text for option in question.options}
    return texts.get(value, value) if isinstance(value, str) else spoken.exact_number(value)
