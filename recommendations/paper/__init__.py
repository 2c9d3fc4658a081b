"""Bastick and Grimm (DCAF 2007) as data: approaches, activities, actors, recommendations. Pure."""
