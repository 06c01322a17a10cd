"""The demo surveys: one with camera, one without, and one with camera whose video is kept, which drawn takers alone take."""

from typing import Any

CUSTOMER_STUDY = "customer-study"
COMMUTE_SURVEY = "commute-survey"
FILMED_STUDY = "customer-study-video"

DEFINITIONS: dict[str, dict[str, Any]] = {
    CUSTOMER_STUDY: {
        "title": "Customer study 2026",
        "description": "How people shop for groceries, in eight questions. It takes about five minutes.",
        "questions": [
            {
                "id": "frequency",
                "kind": "single_choice",
                "text": "How often do you shop for groceries?",
                "required": True,
                "options": ["Every day", "Several times a week", "Once a week", "Less often"],
            },
            {
                "id": "places",
                "kind": "multiple_choice",
                "text": "Where do you buy them?",
                "help": "Choose all that apply.",
                "required": True,
                "options": ["Supermarket", "Discounter", "Market", "Small shop", "Online"],
            },
            {
                "id": "satisfaction",
                "kind": "scale",
                "text": "How satisfied are you with the shop you use most?",
                "required": True,
                "minimum": 1,
                "maximum": 7,
                "min_label": "not at all",
                "max_label": "very",
            },
            {
                "id": "spending",
                "kind": "number",
                "text": "About how much does your household spend on groceries in a week, in euros?",
                "minimum": 0,
                "maximum": 2000,
            },
            {
                "id": "last_visit",
                "kind": "date",
                "text": "When were you last in a supermarket?",
            },
            {
                "id": "first_word",
                "kind": "short_text",
                "text": "Which word comes to mind first when you think of your shop?",
                "max_length": 60,
            },
            {
                "id": "read_statement",
                "kind": "single_choice",
                "text": "“I compare prices before I buy.” How far is that true for you?",
                "required": True,
                "options": ["Always", "Mostly", "Sometimes", "Hardly ever", "Never"],
            },
            {
                "id": "wishes",
                "kind": "long_text",
                "text": "What should your shop do better?",
                "help": "A few sentences are enough.",
                "max_length": 1500,
            },
        ],
    },
    COMMUTE_SURVEY: {
        "title": "Ways to work",
        "description": "Five short questions about commuting. No camera is used.",
        "questions": [
            {
                "id": "mode",
                "kind": "single_choice",
                "text": "How do you usually get to work?",
                "required": True,
                "options": ["On foot", "By bicycle", "By bus or train", "By car", "I work at home"],
            },
            {"id": "minutes", "kind": "number", "text": "How many minutes does it take?", "minimum": 0, "maximum": 300},
            {
                "id": "weather",
                "kind": "scale",
                "text": "How much does the weather change your choice?",
                "minimum": 1,
                "maximum": 5,
                "min_label": "not at all",
                "max_label": "completely",
            },
            {
                "id": "reasons",
                "kind": "multiple_choice",
                "text": "What matters to you on the way?",
                "options": ["Time", "Cost", "Comfort", "Health", "Climate"],
            },
            {"id": "remarks", "kind": "long_text", "text": "Is there anything else you would like to say?"},
        ],
    },
}
DEFINITIONS[FILMED_STUDY] = {**DEFINITIONS[CUSTOMER_STUDY], "title": "Customer study 2026, with video"}
