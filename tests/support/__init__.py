"""What tests stand on: real PostgreSQL, real Chromium with a fake camera, the real program, and what may be missing."""
