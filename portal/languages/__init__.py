"""Catalogues of words, without GNU gettext: `python -m portal.languages`."""
