"""The import desk: files in, history, roll back, releases. Only for those who may."""

from pages.components.desk.desk import show

__all__ = ["show"]
