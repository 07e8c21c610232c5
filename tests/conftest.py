"""What all tests share: machines are busy, so none fails for being slow."""

from hypothesis import settings

pytest_plugins = ["tests.databases"]

settings.register_profile("busy", deadline=None)
settings.load_profile("busy")
