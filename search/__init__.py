"""Search: documents in, ranked passages with reasons out. Knows nothing of what it indexes."""
