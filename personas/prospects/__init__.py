"""The people at these companies, what they agreed to, and who looks after them."""
