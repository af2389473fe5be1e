"""Alembic's revisions of the stored schema."""
