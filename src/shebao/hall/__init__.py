"""The hall (3.3): the product in which persons, employers and agencies meet."""
