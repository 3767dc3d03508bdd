"""The pitch: decks, builds, rooms, and what the prospect sees."""
