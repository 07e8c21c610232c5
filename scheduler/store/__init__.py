"""Persistence: SQLAlchemy tables, migrations and repositories, reached through the unit of work only."""
