"""Lists of people: brought after a look, received by the communes, how one differs from before."""
