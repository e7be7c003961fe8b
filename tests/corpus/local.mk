# Phrases and plans with their expected reading.
