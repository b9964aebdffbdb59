"""Widgets."""

from cnnlab.widgets.filter_explorer import FilterExplorer

__all__ = ["FilterExplorer"]
