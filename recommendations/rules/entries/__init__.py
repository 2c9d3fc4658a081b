"""Entries of the register: what each kind holds, how its fields are read, what contradicts. Pure."""
