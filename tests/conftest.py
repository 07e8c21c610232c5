"""What all tests share: machines are busy, so none fails for being slow."""

import pytest
from hypothesis import settings

pytest_plugins = ["tests.databases"]

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The documents' commands take longest: begun last, one process would run them while the others have nothing."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/test_documents.py"))
