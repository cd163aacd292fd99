"""Which affordable package reaches a goal, how surely, and what holds it back when none does."""
