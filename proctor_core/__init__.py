"""Survey Proctor without its pages: checks, rules, live monitoring, services, REST API."""

__version__ = "0.1.0"
