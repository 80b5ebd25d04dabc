"""An outside program that hears of every public post, in Python.

It knows nothing of Townsquare's code: the sidecar beside it reads subscription.yaml and delivers each event as an HTTP
request, and what an event holds it knows from the JSON Schema that the gateway publishes.
"""

import json
import os
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jsonschema import Draft202012Validator

PORT = int(os.environ.get("PORT", "5006"))
GATEWAY = os.environ.get("TOWN_GATEWAY_URL", "http://127.0.0.1:4000")

with urllib.request.urlopen(f"{GATEWAY}/docs/events/post.created.json", timeout=10) as response:
    validator = Draft202012Validator(json.load(response))


class Deliveries(BaseHTTPRequestHandler):
    """Takes the events that the sidecar delivers."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        if self.path != "/posts":
            self.answer(404)
            return
        event = json.loads(body)
        faults = [error.message for error in validator.iter_errors(event)]
        if faults:
            # Delivering it again would not help: the sidecar puts it with the dead letters.
            print(json.dumps({"refused": event.get("id"), "faults": faults}), flush=True)
            self.answer(200, {"status": "DROP"})
            return
        # Events are delivered at least once: a program that must not act twice remembers the ids it has seen.
        post = event["data"]
        if not post["isPrivate"]:
            print(json.dumps({"event": event["id"], "postId": post["postId"], "content": post["content"]}), flush=True)
        self.answer(200)

    def answer(self, status: int, body: dict | None = None) -> None:
        payload = json.dumps(body).encode() if body else b""
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_arguments: object) -> None:
        """Standard output is for the posts alone."""


ThreadingHTTPServer(("127.0.0.1", PORT), Deliveries).serve_forever()
