"""Schema migrations, run in order by Alembic when the service starts."""
