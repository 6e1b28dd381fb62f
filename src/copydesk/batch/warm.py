"""Importing this loads all that a desk with default settings needs: processes that are forked from there have it."""

from copydesk.batch.ready import clean_a_first_page
from copydesk.desk import Desk

clean_a_first_page(Desk())
