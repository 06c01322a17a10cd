"""Sentences about the settings that people make for themselves."""

from pages.reader import read_in_language
from proctor_core.language.marking import N_

LANGUAGE = N_("Language")
AS_THE_BROWSER = N_("As the browser says")

read_in_language(__name__)
