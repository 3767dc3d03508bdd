"""Who we sell to: the people behind a title, drawn from interviews."""
