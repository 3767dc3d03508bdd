"""People and rules: personas, stages, accounts, prospects, engagement. Knows no content."""
