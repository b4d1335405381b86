"""The processes: the edge that stands between slow clients and the web's threads, and the parent that runs them all."""
