"""What copydesk knows of each language, one file each: its words for `fields/` and its rules for `labelling/`."""
