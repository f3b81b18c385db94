"""Real servers for the tests: each an instance of its own, free ports of 127.0.0.1, a folder that goes away.

The machine's own services are neither used nor touched.
"""
