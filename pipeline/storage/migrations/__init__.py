"""One file a revision in ``versions``, run by ``eventwire db upgrade``; no ``alembic.ini``.

A new revision is a new file there, ``down_revision`` naming the last one. The contract suite says
where models and migrations differ. A published revision never changes.
"""
