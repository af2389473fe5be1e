"""Reports recorded, checked, returned and accepted, with their figures and files."""
