"""Does search work on your content? Judged collections, run through what serves users."""
