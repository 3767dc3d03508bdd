"""How prospects reach the people of the team."""
