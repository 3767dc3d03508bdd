"""Pictures of the demo, drawn by code; see `drawings.picture`."""
