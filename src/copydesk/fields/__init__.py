"""Labelled lines to values: title, dates, credits, rights, registrations, contacts and language."""
