"""The database: tables, migrations, and the repository that keeps articles and their events."""
