"""Loopback: a free port, and whether a Prefect server answers on one."""

import socket

LOOPBACK = "127.0.0.1"


def free_port(remembered: int | None = None) -> int:
    """Return a free loopback port: the remembered one when nobody listens there."""
    for port in (remembered or 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no free port on {LOOPBACK}")


def answers(port: int) -> bool:
    """Whether a Prefect server answers on the loopback port."""
    # Only who has a server asks: what is loaded for it is a tenth of the doctor's own.
    import http.client

    # No proxy, whatever the environment says: http.client knows none.
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=1)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
