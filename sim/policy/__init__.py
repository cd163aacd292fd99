"""Policy: levers, rule books, and the values people and facilities live under on a day."""
