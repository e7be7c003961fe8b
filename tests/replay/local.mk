# A year of notices in seconds.
