"""The audit page: what was struck from pages, and why, to look at."""
