"""Live figures: what the portal can count, by a code that others may cite."""
