"""Pages with gold answers -> weights for the learned labeller."""
