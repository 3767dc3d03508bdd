"""The demo's content into the database; see `loader.load`."""
