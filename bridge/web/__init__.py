"""HTTP and the socket: parse, authorise, call one service, dump."""
