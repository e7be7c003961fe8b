"""Receivers that the delivery tests and the crash test share: webhooks and SMTP that can be cut, and that
remember every id they were given."""
import base64
import http.server
import os
import socket
import socketserver
import threading

import events_common
from send_common import hold_port

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()


class Quiet:
    """A server with a port of its own, that can be closed and opened again at the same port."""
    handler = None

    def __init__(self, port=0):
        self.lock = threading.Lock()
        self.got = []  # (id, time of day does not matter) in the order of arrival
        self.server = None
        # Held while it is cut, so that nobody else takes it.
        self.port = port or hold_port()
        self.open()

    def open(self):
        if self.server is None:
            self.server = Server(self, self.port)
            self.port = self.server.server_address[1]

    def cut(self):
        """Nobody listens any more, and what is connected is broken off."""
        if self.server is not None:
            self.server.end()
            self.server = None

    close = cut

    def note(self, ident, what=None):
        with self.lock:
            self.got.append((ident, what))

    def ids(self):
        with self.lock:
            return [ident for ident, _ in self.got]


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def __init__(self, owner, port):
        self.owner = owner
        self.connections = set()
        super().__init__(("127.0.0.1", port), owner.handler)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02},
                         daemon=True).start()

    def get_request(self):
        connection, address = super().get_request()
        self.connections.add(connection)
        return connection, address

    def shutdown_request(self, request):
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """A connection broken off is what we do to it."""

    def end(self):
        self.shutdown()
        self.server_close()
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Hooks(Quiet):
    """Takes webhooks. `answer(path, headers)` says with which status (and headers), or None to break
    off; it may take its time."""

    class handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self):
            owner = self.server.owner
            body = self.rfile.read(int(self.headers["Content-Length"]))
            owner.note(self.headers["webhook-id"], self.path)
            owner.bodies[self.headers["webhook-id"]] = body
            owner.requests.append((self.command, self.path, self.headers, body))
            events_common.take(self.headers, body)
            said = owner.answer(self.path, self.headers)
            if said is None:
                self.close_connection = True
                return
            status, headers = said if isinstance(said, tuple) else (said, {})
            self.send_response(status)
            self.send_header("Content-Length", "0")
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.flush()

        do_PUT = do_PATCH = do_POST

        def log_message(self, *_):
            pass

    def __init__(self, answer=lambda path, headers: 204, port=0):
        self.answer = answer
        self.bodies = {}
        self.requests = []  # (method, path, headers, body) in the order of arrival
        super().__init__(port)

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.port}{path}"


class Smtp(Quiet):
    """Takes mail. `answer(recipient, ident)` says the reply to the end of DATA, or None to break off;
    `on_rcpt(recipient)` that to RCPT."""

    class handler(socketserver.StreamRequestHandler):
        def say(self, text):
            self.wfile.write(text.encode() + b"\r\n")

        def take(self, recipient):
            ident = None
            for line in iter(self.rfile.readline, b""):
                if line == b".\r\n":
                    break
                if line.lower().startswith(b"message-id:"):
                    ident = line.split(b":", 1)[1].strip().decode()
            else:
                return None
            owner = self.server.owner
            owner.note(ident, recipient)
            return owner.answer(recipient, ident)

        def handle(self):
            self.say("220 test ESMTP")
            recipient = ""
            for line in self.rfile:
                word = line.decode(errors="replace").upper()
                said = "250 ok"
                if word.startswith("RCPT"):
                    recipient = line.decode().split("<")[1].split(">")[0]
                    said = self.server.owner.on_rcpt(recipient)
                elif word.startswith("DATA"):
                    self.say("354 go on")
                    said = self.take(recipient)
                elif word.startswith("QUIT"):
                    said = "221 bye"
                if said is None:
                    return
                self.say(said)

    def __init__(self, answer=lambda recipient, ident: "250 2.0.0 queued",
                 on_rcpt=lambda recipient: "250 ok", port=0):
        self.answer = answer
        self.on_rcpt = on_rcpt
        super().__init__(port)

    def mail_section(self, more=""):
        return (f'method = "smtp"\n    host = "127.0.0.1"\n    port = {self.port}\n'
                f'    security = "plain"\n    from = "dondoc@example.org"\n    {more}')


# One event for each day on which something is said, for tests that count them.
STAGES = 'events = {"half_way", "due_soon", "due_today", "overdue", "escalated", "trouble"}'


def add_endpoint(desk, name, url, more="", events=STAGES):
    """Names an endpoint in the config of an office. events = "": what it hears unless told otherwise."""
    os.chmod(desk.write("hook.key", SECRET + "\n"), 0o600)
    desk.more += (f'endpoint "{name}" {{\n    url = "{url}"\n    secret_files = "hook.key"\n'
                  f'    {events}\n    {more}\n}}\n')
