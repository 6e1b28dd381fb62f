"""Records -> files."""
