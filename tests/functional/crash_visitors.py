"""Who comes to dondocd while the crash test kills it: officers, the e-office, the files in its folder,
links in mails. What was accepted (exit 0, 202, a page that says so, a file put into the folder) must stand
afterwards, and stand once; what got no answer stands once or not at all."""
import collections
import datetime
import http.client
import json
import os
import re
import subprocess
import threading
import time
import urllib.parse

from dondoc_common import DONDOC, SRC, environment, parse_mail, read_rows
from hooks_common import SECRET, STRUCTURED, TYPE, UnixConnection, sign

WAYS = ("assign", "trigger", "value", "hook", "edxml", "link")
TARGETS = 40
PUBLIC = "https://dondoc.example.org/so"
LINK = re.compile(re.escape(PUBLIC) + r"/tra-loi/([A-Za-z0-9_-]{40})(?![A-Za-z0-9_-])")
# Where what was told through each way is found again, by the document's number.
STANDS = {"value": "SELECT document FROM measurement",
          "link": "SELECT document FROM occurrence WHERE outcome = 'done'"}


def configure(desk):
    """What the config needs so that they may come."""
    desk.write("in.secret", SECRET + "\n")
    desk.write("targets.csv", "stt,indicator,comparator,value,unit,per,from_year,to_year,verbatim,ma\n"
               + "".join(f"1.0.0,Tỷ lệ {i},>=,80,%,,2022,2022,nguyên văn,t{i}\n" for i in range(TARGETS)))
    desk.more += (f'public_url = "{PUBLIC}"\nhttp_listen = "unix:{desk.path("http")}"\n'
                  'incoming "eoffice" {\n    secret_files = "in.secret"\n    departments = "so"\n}\n'
                  'edxml {\n    folder = "edxml"\n    organ "000.00.12.H51" {\n'
                  '        department = "so"\n        unit = "u1"\n    }\n}\n')


class Visitors:
    def __init__(self, desk, random):
        self.desk, self.random = desk, random
        self.lock = threading.Lock()
        self.number = 0
        self.accepted, self.unanswered = {}, {}  # document: way
        self.tokens, self.used = [], set()
        self.thread, self.over = None, threading.Event()
        with open(os.path.join(SRC, "tests/corpus/edxml/good/received.edxml"), encoding="utf-8") as file:
            self.paper = file.read().replace("2024/05/06", "2022/01/03").replace("2024/05", "2022/01")

    # --- what they bring

    def read_mail(self, data):
        """Keeps some links."""
        with self.lock:
            if len(self.tokens) < 50 and b"multipart/alternative" in data:
                text = parse_mail(data).get_body(("plain",)).get_content()
                acts = re.findall(r"(Đã hoàn thành|Đã nhận việc).*?/tra-loi/([A-Za-z0-9_-]{40})", text, re.S)
                self.tokens += [token for act, token in acts
                                if act == "Đã hoàn thành" and token not in self.used][:5]

    def run(self, *args):
        """True: accepted. False: refused. None: nobody knows."""
        done = subprocess.run([DONDOC, args[0], "--config", self.desk.config, *args[1:]],
                              capture_output=True, check=False, env=environment(), timeout=60)
        if done.returncode == 0:
            return True
        return None  # who was refused and who was cut off look alike

    def assign(self, number, today):
        return self.run("assign", "--unit", "u1", "--due", str(today + datetime.timedelta(days=9)),
                        "--document", number, "--content", f"Việc {number}")

    def trigger(self, number, today):
        return self.run("trigger", "thu/E.1", "--on", str(today), "--document", number)

    def value(self, number, today):
        count = self.number
        day = datetime.date(2022, 1, 1) + datetime.timedelta(days=count // TARGETS)
        return self.run("target", "record", f"t{count % TARGETS}", "--value", "12", "--on",
                        str(min(day, today)), "--document", number)

    def ask(self, method, path, body, headers):
        connection = UnixConnection(self.desk.path("http"))
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def hook(self, number, today):
        body = json.dumps({"specversion": "1.0", "id": number, "source": "urn:e", "type": TYPE + "received",
                           "data": {"document": {"number": number, "date": str(today)}, "unit": "u2",
                                    "due": str(today + datetime.timedelta(days=9)),
                                    "subject": f"V/v {number}"}}).encode()
        stamp = int((self.now + datetime.timedelta(seconds=time.monotonic() - self.began)).timestamp())
        status, _ = self.ask("POST", "/hooks/eoffice", body, {
            "Content-Type": STRUCTURED, "webhook-id": number, "webhook-timestamp": str(stamp),
            "webhook-signature": sign(SECRET, number, stamp, body)})
        return True if status == 202 else None

    def edxml(self, number, today):
        """Once it has its name in the folder it is dondoc's, now or after the next start."""
        count = number.split("/")[0]
        text = self.paper.replace("125</edXML:CodeNumber>", f"{count}</edXML:CodeNumber>")
        text = text.replace("03,125/UBND-TH", f"03,{number}")
        text = text.replace("2022/01/31", f"{today + datetime.timedelta(days=20):%Y/%m/%d}")
        part, name = self.desk.path(f".{count}"), self.desk.path("edxml", f"{count}.edxml")
        try:
            os.makedirs(self.desk.path("edxml"), exist_ok=True)
            with open(part, "w", encoding="utf-8") as file:
                file.write(text)
            os.rename(part, name)
        except OSError:  # our disk is full
            if os.path.exists(part):
                os.unlink(part)
            return False
        return True

    def link(self, number, today):
        with self.lock:
            if not self.tokens:
                return False
            token = self.tokens.pop(self.random.randrange(len(self.tokens)))
            self.used.add(token)
        fields = {"document": number, "on": today.strftime("%d/%m/%Y")}
        status, text = self.ask("POST", "/tra-loi/" + token, urllib.parse.urlencode(fields),
                                {"Content-Type": "application/x-www-form-urlencoded"})
        return True if status == 200 and number in text else None

    # --- their coming and going

    def visit(self):
        while not self.over.is_set():
            way = self.random.choice(WAYS + ("link",) * 2 if self.tokens else WAYS)
            self.number += 1
            number = f"{self.number}/" + ("UBND-TH" if way == "edxml" else way.upper())
            try:
                took = getattr(self, way)(number, self.now.date())
            except (OSError, http.client.HTTPException, subprocess.TimeoutExpired):
                took = None
            if took:
                self.accepted[number] = way
            elif took is None:
                self.unanswered[number] = way
                time.sleep(0.005)

    def come(self, now):
        """The daemon was started, with its clock at now."""
        self.now, self.began = now, time.monotonic()
        self.over.clear()
        self.thread = threading.Thread(target=self.visit)
        self.thread.start()

    def go(self):
        """The daemon is dead."""
        if self.thread:
            self.over.set()
            self.thread.join()
            self.thread = None

    # --- the account

    def account(self):
        """Returns ({way: accepted}, how many are lost, how many stand twice, complaints)."""
        stands, bad = {}, []
        for way in WAYS:
            query = STANDS.get(way, "SELECT document FROM origin")
            stands[way] = collections.Counter(found["document"]
                                              for found in read_rows(self.desk.state, query))
        lost = [(way, number) for number, way in self.accepted.items() if not stands[way][number]]
        twice = [(way, number) for number, way in [*self.accepted.items(), *self.unanswered.items()]
                 if stands[way][number] > 1]
        bad += [f"accepted, and gone: {one}" for one in lost] + [f"stands twice: {one}" for one in twice]
        left = [name for name in os.listdir(self.desk.path("edxml")) if name.endswith(".edxml")] \
            if os.path.isdir(self.desk.path("edxml")) else []
        bad += [f"still in the folder: {name}" for name in left]
        return collections.Counter(self.accepted.values()), len(lost), len(twice), bad
