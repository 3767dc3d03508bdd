"""The companies that we sell to."""
