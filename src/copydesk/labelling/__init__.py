"""Page -> a label for every line: rule packs, structure, and what joins them."""
