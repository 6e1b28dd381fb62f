"""Records read again: whether they are what they should be, and what became of them since."""
