"""Use cases: one a function, and the ports that they need from outside."""
