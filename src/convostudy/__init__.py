"""Study how people sell or build relationships in private message threads."""

__version__ = "0.1.0"
