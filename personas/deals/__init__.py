"""What is sold: open, won and lost deals, with the people involved."""
