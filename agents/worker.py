"""One worker: a process that runs one agent until it is told to stop.

``python -m agents.worker extract --parent PID`` is how ``eventwire up``, ``demo`` and ``worker all`` start theirs:
such a worker also stops when its parent is gone, however that ended.
"""

if __name__ == "__main__":
    # Here alone: each process of the pool imports this file again, and needs nothing of it.
    from agents.run import main

    raise SystemExit(main())
