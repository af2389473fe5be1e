"""Doubles: persons that may be one, side by side for who may judge them."""
