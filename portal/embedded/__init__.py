"""What a bare machine lacks: PostgreSQL, a Redis server, a mailbox, and who starts them.

Nothing in the portal imports this package. `python -m portal.embedded --help` is its door.
"""
