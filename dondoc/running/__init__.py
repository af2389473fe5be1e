"""The day as it runs: ticks, children, the sweep and the dispatch."""
