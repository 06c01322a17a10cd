"""The language that a person chose is kept with the account and chosen again by nobody else."""

import pytest

from proctor_core.errors import InvalidInput
from tests.support.session_world import SessionWorld


@pytest.mark.parametrize("language", ["de", "pt-BR", "zh-Hant-TW", "en-XA"])
def test_a_language_is_kept_until_the_browsers_is_wanted_again(world: SessionWorld, language: str) -> None:
    world.accounts.keep_language(world.taker, language)
    assert world.accounts.user(world.administrator, world.taker.id).language == language
    assert world.accounts.user(world.administrator, world.administrator.id).language is None
    world.accounts.keep_language(world.taker, None)
    assert world.accounts.user(world.administrator, world.taker.id).language is None


@pytest.mark.parametrize("tag", ["", "../de", "d", "x" * 40, "de_AT"])
def test_what_is_no_language_tag_is_refused(world: SessionWorld, tag: str) -> None:
    with pytest.raises(InvalidInput, match="language tag"):
        world.accounts.keep_language(world.taker, tag)
