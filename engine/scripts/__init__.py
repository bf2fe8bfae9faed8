"""The user's scripts, each in a process of its own: the engine's side, and the side of that process (`child` and on)."""
