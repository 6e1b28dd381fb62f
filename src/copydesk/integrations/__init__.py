"""copydesk in jobs that run elsewhere: a module for each system, each a thin door to the desk."""
