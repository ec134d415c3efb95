"""What the processes of the pool load, by the setting ``extract_stages``.

Each function imports it when called: a worker's own process codes nothing, and spaCy would be a third of its start.
"""

from collections.abc import Callable, Mapping

from agents.coding import Coder
from pipeline.flow_limits import FlowLimits


def load_all(limits: FlowLimits) -> Coder:
    """The stages as they are. Raises as ``pipeline.flow.load_flow``."""
    from pipeline.flow import load_flow

    return load_flow(limits)


def load_null(limits: FlowLimits) -> Coder:
    """The flow without a language model."""
    from pipeline.null_flow import load_null_flow

    return load_null_flow(limits)


LOADERS: Mapping[str, Callable[[FlowLimits], Coder]] = {"all": load_all, "null": load_null}
