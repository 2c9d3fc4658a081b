"""Reading a list that somebody kept in a spreadsheet: rows, line numbers, encoding, delimiter. Pure."""
