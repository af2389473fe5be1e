"""The web: a door for people with a browser. Pages ask the desk and show; they decide nothing."""
