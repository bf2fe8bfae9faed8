"""The documents of a run in a notebook: as objects that a cell shows, and as tables of pandas."""
