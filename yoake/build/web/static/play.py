"""Plays this game: serves this folder to this machine only and opens the browser."""

import functools
import http.server
import os
import webbrowser

http.server.SimpleHTTPRequestHandler.extensions_map.update({".js": "text/javascript", ".woff2": "font/woff2"})
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=os.path.dirname(os.path.abspath(__file__)))
with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
    address = f"http://127.0.0.1:{server.server_port}/"
    print(address, "(Ctrl-C ends it)")
    webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
