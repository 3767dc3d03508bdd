"""Search: documents in, ranked passages with reasons out. Knows nothing of what it indexes."""

import os

# Several processes share few processors. Linear algebra on two threads waits for the other one
# by spinning: measured, a search cost 1.7 times as much processor time as on one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
