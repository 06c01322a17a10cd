"""Scores labelled folders by the real checks and rules, and writes how far each check is to be trusted."""
