"""Many inputs through one desk, each of them on record."""
