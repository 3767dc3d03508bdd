"""Content: assets, facts, slides, the library, and the project shell (cms.config)."""
