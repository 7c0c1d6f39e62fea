"""Node files: what hardware and services there are."""

from yoake.nodes.load import NodeFileError, load_node_file
from yoake.nodes.models import NodeFile, ServiceEntry

__all__ = ["NodeFile", "NodeFileError", "ServiceEntry", "load_node_file"]
