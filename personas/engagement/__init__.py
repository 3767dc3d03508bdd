"""What prospects did with content: an append-only record, each event graded."""
