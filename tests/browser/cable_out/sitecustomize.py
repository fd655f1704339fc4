"""Python imports this by itself when the folder is on PYTHONPATH: the server under test has no network."""

from tests.offline import cut_the_network

cut_the_network()
