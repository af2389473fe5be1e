"""My villages: whom one still has to see, visits entered at the door, and a sheet of them typed."""
