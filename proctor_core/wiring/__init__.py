"""How settings become parts, room by room; `bootstrap` puts them together."""
