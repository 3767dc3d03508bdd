"""The stages a buyer goes through, in order."""
