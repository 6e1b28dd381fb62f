"""Bytes, text and HTML to a `Page`."""
