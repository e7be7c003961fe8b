# The built programs against real servers.
