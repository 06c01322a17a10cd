"""The sentences about a session's case file."""

from pages.reader import read_in_language
from proctor_core.language.marking import N_

CASE_FILE = N_("Case file")
CASE_FILE_LEAD = N_(
    "A ZIP of this session for whoever has to judge it outside: a PDF with facts, incidents, stills, verdicts and decisions, the "
    "same as JSON, and a script that finds whatever was altered. Others in the stills are blurred, notes for colleagues are left "
    "out. The audit log names who took it."
)
DOWNLOAD = N_("Download")
DOWNLOAD_WITH_VIDEO = N_("Download with video")
WITH_VIDEO_HELP = N_("While you hold this review. Others in view are not blurred in the video.")

read_in_language(__name__)
