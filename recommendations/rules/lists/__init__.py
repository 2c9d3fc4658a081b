"""A list of recommendations as rows: columns by any known heading, every refusal with its remedy. Pure."""
