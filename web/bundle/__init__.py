"""The bundle: the dashboard in one zip that opens without network or server."""

from web.bundle.build import build
from web.bundle.choices import Choices
from web.bundle.pages import count

__all__ = ["Choices", "build", "count"]
