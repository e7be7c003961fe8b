# What the sources must keep to.
