"""What people read, in their language: gettext catalogues by babel, dates and numbers by locale; the source is English."""
