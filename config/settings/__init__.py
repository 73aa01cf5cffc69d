"""Settings: ``base`` is shared, ``dev``, ``test`` and ``production`` are what is run."""
