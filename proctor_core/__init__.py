"""Survey Proctor without its pages: checks, rules, live monitoring, services, REST API."""

from proctor_core.start.lent_libraries import load_lent_libraries

__version__ = "0.1.0"

# Before anything imports cv2 or mediapipe, whichever door the program came in by.
load_lent_libraries()
