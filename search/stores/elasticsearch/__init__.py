"""The store on Elasticsearch 8 or 9: Elasticsearch finds, Python measures.

One Elasticsearch document holds one document whole: its words for BM25, its passages' vectors
nested in it for kNN, and all vectors once more, packed, as a value that comes with each hit.
So both strengths of every candidate are exact, whichever arm found it, and `search.fusion`
sees the same numbers as from the embedded store. What only all documents together would tell,
the mean and deviation of closeness, comes from a fixed random sample of them, which is all
of a small index.

No scripts, no reindexing or deleting by query, no licensed retriever: the core does.
"""
