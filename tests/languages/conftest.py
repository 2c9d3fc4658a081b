"""gettext reads compiled files: they are made here too, for who runs pytest without `make`."""

from portal.languages import catalogues

catalogues.compile_all(only_stale=True)
