"""Plays this game: serves this folder to this machine only and opens the browser."""

import contextlib
import functools
import http.server
import pathlib
import webbrowser

http.server.SimpleHTTPRequestHandler.extensions_map.update({".js": "text/javascript", ".woff2": "font/woff2"})
folder = str(pathlib.Path(__file__).resolve().parent)
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
    address = f"http://127.0.0.1:{server.server_port}/"
    print(address, "(Ctrl-C ends it)")
    webbrowser.open(address)
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
