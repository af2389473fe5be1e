"""Cards: to be asked for, issued, lying there to be handed over."""
