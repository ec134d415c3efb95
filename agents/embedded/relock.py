"""`python -m agents.embedded.relock`: writes each jgo.lock.toml anew from its jgo.toml.

For maintainers, after a change to a jgo.toml; needs the network. Read the difference before you
commit it: the sums written are those of the jars as they were fetched now.
"""

import tempfile
from pathlib import Path

from jgo.env import EnvironmentSpec, LockFile
from jgo.maven import MavenContext, PythonResolver


def relock(folder: Path) -> None:
    """Resolves the coordinates of *folder*/jgo.toml and pins every jar by its sha256."""
    spec = EnvironmentSpec.load(folder / "jgo.toml")
    # An empty cache, so that no jar of this machine gets into the lock unfetched.
    with tempfile.TemporaryDirectory() as repo_cache:
        context = MavenContext(resolver=PythonResolver(), repo_cache=Path(repo_cache))
        wanted = [context.create_dependency(coordinate) for coordinate in spec.coordinates]
        inputs, transitive = context.resolver.resolve(wanted)
        lock = LockFile.from_resolved_dependencies(inputs + transitive, environment_name=spec.name)
    lock.save(folder / "jgo.lock.toml")


def main() -> None:
    """Writes the lock of every supported Kafka."""
    for spec_path in sorted(Path(__file__).parent.glob("kafka_*/jgo.toml")):
        relock(spec_path.parent)


if __name__ == "__main__":
    main()
