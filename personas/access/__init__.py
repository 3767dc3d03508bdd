"""Roles: the four groups, what each may do, and who sees whom."""
