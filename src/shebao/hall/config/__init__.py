"""Settings, addresses and start-up checks: the only room that knows all the others."""
