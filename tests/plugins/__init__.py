"""How the suite runs: its environment, its quick databases, and what a skip means in CI."""
