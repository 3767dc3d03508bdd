"""Everything that search raises on purpose."""

from __future__ import annotations


class SearchError(Exception):
    """Base of search's errors. `permanent` says that trying again cannot help."""

    permanent = True


class ModelMissing(SearchError):
    """The embedding model has not been prepared on this machine."""


class ModelDamaged(SearchError):
    """A file of the prepared model is not the one that was prepared."""


class PreparationFailed(SearchError):
    """`prepare_model` could not make or verify the model."""


class StoreBusy(SearchError):
    """Another process holds the index's writer lock; trying again helps."""

    permanent = False


class StoreUnavailable(SearchError):
    """The store cannot be reached or read at this moment."""

    permanent = False
