"""Cases: visits, help, the road."""
