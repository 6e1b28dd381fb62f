"""What the learned labeller looks at: a table of bytes, one column a feature, one byte a line."""
