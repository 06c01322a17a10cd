"""Surveys, whom they ask, by what policy their sessions are judged, and who watches them."""
