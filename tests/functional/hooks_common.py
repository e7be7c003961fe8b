"""What the tests of incoming webhooks share: an office that listens, and a sender that signs."""
import base64
import contextlib
import datetime
import hashlib
import hmac
import http.client
import json
import os
import socket
import time

import events_common
from dondoc_common import BUILD, Case, row

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OLD_SECRET = "whsec_" + base64.b64encode(bytes(range(1, 33))).decode()
OTHER_SECRET = "whsec_" + base64.b64encode(bytes(range(2, 34))).decode()
MODULES = os.path.join(BUILD, "tests", "functional", "receiver", "node_modules")
START = "2022-03-15T08:00:00+07:00"
STRUCTURED = "application/cloudevents+json"
TYPE = "vn.dondoc.document."

ROWS = [
    row("1", "Chậm nhất ngày 18/3/2022", "Phòng A"),
    row("2", "Trước ngày 19 của tháng cuối quý", "Phòng B"),
    row("3", "Chậm nhất ngày 18/3/2022", "Các phòng, đơn vị"),
    row("4", "Trong 05 ngày làm việc kể từ ngày nhận được văn bản", "Phòng B"),
]


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def sign(secret, name, timestamp, body):
    """v1, by Python's own hmac."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{name}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:2000]}"


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(self.path)


class Hooks(Case):
    """An office with one sender, "eoffice"."""
    http = ""
    sender = ""

    def setUp(self):
        super().setUp()
        self.desk = self.office()
        self.desk.write("secret", SECRET + "\n")
        self.desk.write("old-secret", OLD_SECRET + "\n")
        self.port = free_port()
        self.desk.plan("thu", ROWS, number='"12/KH-SO"', issued='"2022-01-05"')
        self.configure()
        self.began = None

    def configure(self, listen=None, http="", sender="", department='"so"'):
        listen = listen or f"127.0.0.1:{self.port}"
        self.desk.more = (f'http_listen = "{listen}"\n{http or self.http}\n'
                          'incoming "eoffice" {\n secret_files = "secret"\n'
                          f' retired = "old-secret"\n departments = {department}\n'
                          f'{sender or self.sender}}}\n')
        self.desk.save()

    def begin(self, at=START, **how):
        self.began = (datetime.datetime.fromisoformat(at).timestamp(), time.monotonic())
        return self.desk.start(at, **how)

    def now(self):
        """The daemon's clock, in seconds."""
        start, monotonic = self.began
        return int(start + time.monotonic() - monotonic)

    def connect(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.addCleanup(connection.close)
        return connection

    def ask(self, method="POST", path="/hooks/eoffice", body=b"", headers=None, connection=None):
        connection = connection or self.connect()
        connection.request(method, path, body, headers or {})
        return Answer(connection.getresponse())

    def event(self, kind, name, **data):
        data.setdefault("document", {"number": "12/BC-STNMT", "date": "2022-03-14"})
        return {"specversion": "1.0", "id": name, "source": "urn:eoffice", "type": TYPE + kind,
                "time": "2022-03-15T08:00:00+07:00", "data": data}

    def headers(self, name, body, secret=SECRET, timestamp=None, content_type=STRUCTURED):
        timestamp = timestamp or self.now()
        return {"Content-Type": content_type, "webhook-id": name,
                "webhook-timestamp": str(timestamp),
                "webhook-signature": sign(secret, name, timestamp, body)}

    def post(self, event, name=None, connection=None, path="/hooks/eoffice", **how):
        """Sends it signed. event: an object, or the bytes of the body."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        name = name or event["id"]
        answer = self.ask(body=body, headers=self.headers(name, body, **how), connection=connection,
                          path=path)
        if answer.status == 202:
            # What is understood is what the schema says.
            schema = events_common.SCHEMAS.incoming
            self.assertEqual([error.message for error in schema.iter_errors(json.loads(body))], [])
        return answer

    def taken(self, answer, outcome="applied", **more):
        self.assertEqual(answer.status, 202, answer)
        self.assertEqual(answer.json["outcome"], outcome, answer)
        for key, value in more.items():
            self.assertEqual(answer.json.get(key), value, answer)
        return answer.json

    def turned_down(self, answer, status, code):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["content-type"], "application/problem+json")
        self.assertEqual((answer.json["code"], answer.json["status"]), (code, status), answer)
        self.assertTrue(answer.json.get("detail"), answer)
        self.clean(answer)
        return answer.json

    def clean(self, answer):
        """It says nothing of the machine."""
        for word in (self.desk.folder, BUILD, "/tmp", "dondoc.db", "evhttp", "libevent", SECRET):
            self.assertNotIn(word, answer.body.decode() + str(answer.headers))
        self.assertNotIn("server", answer.headers)

    def state(self, key):
        return self.ok(self.desk.run("show", key, "--json")).json[0]["state"]

    def ledger(self, *kinds):
        return [entry for entry in self.ok(self.desk.run("ledger", "--json")).json
                if entry.get("kind") in kinds]
