"""What the clock does, once: for the flows, the plain loop, a command by hand and a simulation."""
