"""``python -m faults.worker AGENT [--parent PID]``: the product's worker, with fail points and perhaps a planted bug.

The environment says which: `faults.failpoints` for the points, ``FAULTS_BUG`` for a name of `faults.mutations`.
"""

if __name__ == "__main__":
    # Here alone: the pool's processes import this file again, and need nothing of it.
    from faults.start import main

    raise SystemExit(main())
