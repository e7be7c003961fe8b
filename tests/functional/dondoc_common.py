"""What the tests of the two programs share: a config in a folder of its own, running them, their mail."""
import csv
import ctypes
import datetime
import email
import email.policy
import hashlib
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

BUILD = os.environ.get("DD_BUILDDIR", os.getcwd())
HERE = os.path.dirname(os.path.abspath(__file__))
SRC = os.environ.get("DD_SRCDIR", os.path.dirname(os.path.dirname(HERE)))
DONDOC = os.path.join(BUILD, "dondoc")
DONDOCD = os.path.join(BUILD, "dondocd")
LIBC = ctypes.CDLL(None)
# No wait lasts so long; it only keeps a broken run from hanging the whole of the tests.
PATIENCE = int(os.environ.get("DD_PATIENCE", "120"))

HEADER = ("stt", "nhom", "noi_dung", "san_pham", "chu_tri", "phoi_hop", "thoi_gian")

DEPARTMENT = """
department "so" {
    name = "Sở Thử nghiệm"
    office = "van-phong"
    mail_from = "dondoc.so@example.org"
    reply_to = "vanphong@example.org"
    unit "van-phong" {
        names = {"Văn phòng Sở"}
        mail = "vanphong@example.org"
        head = "Trần Văn An"
        head_mail = "an@example.org"
    }
    unit "phong-a" {
        names = {"Phòng A", "Phòng Kế hoạch"}
        mail = "phong-a@example.org"
        head = "Lê Thị Bình"
        head_mail = "binh@example.org"
    }
    unit "phong-b" {
        names = {"Phòng B"}
        mail = "phong-b@example.org"
        head = "Võ Hoàng Châu"
        head_mail = "chau@example.org"
    }
    group "tat-ca" {
        names = {"Các phòng, đơn vị"}
        members = {"van-phong", "phong-a", "phong-b"}
    }
    group "thu-truong" {
        names = {"Thủ trưởng các phòng, đơn vị"}
        members = {"van-phong", "phong-a", "phong-b"}
        heads = true
    }
    post "mot-cua" {
        names = {"Công chức một cửa"}
        mail = "an@example.org"
    }
}
"""


def row(stt, time_text, lead="Phòng A", coordinating="", content=None, product="Báo cáo"):
    """A row of a plan; time_text is the column of free Vietnamese."""
    return {"stt": stt, "nhom": "I. Nhóm", "noi_dung": content or f"Việc số {stt}",
            "san_pham": product, "chu_tri": lead, "phoi_hop": coordinating,
            "thoi_gian": time_text}


def plan_csv(rows, header=HEADER, delimiter=",", end="\r\n"):
    text = io.StringIO()
    writer = csv.DictWriter(text, header, delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def environment(**more):
    """Ours without what would change what is tested."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("DONDOC", "LC_", "LANG", "NOTIFY", "JOURNAL", "WATCHDOG"))}
    return {**kept, "LC_ALL": "C.UTF-8", **more}


def wait_for(what, about="", timeout=PATIENCE, step=0.02):
    """Polls until what() is true, and returns that."""
    end = time.monotonic() + timeout
    while True:
        got = what()
        if got:
            return got
        if time.monotonic() > end:
            raise AssertionError(f"waited {timeout} s for {about or what}")
        time.sleep(step)


class Ran:
    """What a run of `dondoc` said."""

    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()

    @property
    def json(self):
        """Its lines, each a JSON value."""
        return [json.loads(line) for line in self.out.splitlines()]

    def __repr__(self):
        return f"exit {self.status}\n--- out\n{self.out[-4000:]}\n--- err\n{self.err[-4000:]}"


def run_dondoc(*args, env=None, program=DONDOC, cwd=None, data=None, preexec_fn=None):
    return Ran(subprocess.run([program, *map(str, args)], capture_output=True, timeout=PATIENCE,
                              input=data, stdin=None if data is not None else subprocess.DEVNULL,
                              env=environment(**(env or {})), cwd=cwd, check=False,
                              preexec_fn=preexec_fn))


def parse_mail(data):
    return email.message_from_bytes(data, policy=email.policy.default)


def read_rows(path, query, *values):
    """Rows of a database that nobody writes just now, as dicts."""
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    try:
        return [dict(found) for found in base.execute(query, values)]
    finally:
        base.close()


def check_ledger(path):
    """Reckons the ledger's chain anew (store/ledger.h). Returns how many entries it has."""
    last = "0" * 64
    rows = read_rows(path, "SELECT * FROM ledger ORDER BY seq")
    for count, entry in enumerate(rows, 1):
        text = f"{last}\n{entry['seq']}\n{entry['at']}\n{entry['message'] or 0}\n"
        for name in ("kind", "occurrence", "recipient", "author", "detail"):
            value = entry[name]
            text += "-\n" if value is None else f"{len(value.encode())}:{value}\n"
        if (entry["seq"], entry["prev_hash"]) != (count, last):
            raise AssertionError(f"the ledger is broken before {entry}")
        last = hashlib.sha256(text.encode()).hexdigest()
        if entry["hash"] != last:
            raise AssertionError(f"the ledger is broken at {entry}")
    return len(rows)


def iso(text):
    return datetime.date.fromisoformat(text)


def die_with_us():
    """Called in the child: it is killed when the test is (PR_SET_PDEATHSIG), so nothing stays behind."""
    LIBC.prctl(1, signal.SIGKILL)


class Daemon:
    """One run of dondocd."""

    def __init__(self, office, virtual, args=(), env=None, program=DONDOCD, wait=True,
                 preexec_fn=die_with_us):
        self.office = office
        self.log_path = os.path.join(office.folder, "dondocd.log")
        # program: a path, or a command that runs what is added to it.
        command = [*program, DONDOCD] if isinstance(program, list) else [program]
        command += ["--config", office.config, *args]
        if virtual:
            command += ["--virtual-date", virtual]
        with open(self.log_path, "ab") as log:
            self.start_of_log = log.tell()
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, env=environment(**(env or {})),
                                            preexec_fn=preexec_fn)
        if wait:
            self.wait_ready()

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"dondocd ended with {self.process.returncode}:\n{self.log()}")
        return os.path.exists(self.office.control) and self.office.run("status").status == 0

    def wait_ready(self):
        wait_for(self.answers, "dondocd to answer")

    def log(self):
        with open(self.log_path, "rb") as log:
            log.seek(self.start_of_log)
            return log.read().decode()

    def wait_log(self, text):
        wait_for(lambda: text in self.log() or self.process.poll() is not None,
                 f"“{text}” in the log")
        if text not in self.log():
            raise AssertionError(f"no “{text}” in the log:\n{self.log()}")

    def wait_end(self):
        """Returns its exit status."""
        return self.process.wait(PATIENCE)

    def reload(self):
        """SIGHUP, and waits until it was dealt with. Returns what the log says of it."""
        before = len(self.log())
        self.process.send_signal(signal.SIGHUP)
        ends = ("đã nạp lại cấu hình và kế hoạch", "không nạp lại được")
        wait_for(lambda: any(end in self.log()[before:] for end in ends), "the reload")
        return self.log()[before:]

    def wanted(self):
        """For how many seconds its loop ran, or would have if others had not: at rest it wants none."""
        try:
            with open(f"/proc/{self.process.pid}/schedstat", encoding="ascii") as file:
                return sum(int(n) for n in file.read().split()[:2]) / 1e9
        except FileNotFoundError:  # a kernel that does not count it
            with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
                ticks = file.read().rsplit(")", 1)[1].split()[11:13]
            return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self):
        """SIGTERM. Returns the exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(PATIENCE)


class Office:
    """A config with its plans, state, socket and outbox, all in one folder."""

    def __init__(self, folder):
        self.folder = folder
        self.config = self.path("dondoc.conf")
        self.control = self.path("control")
        self.state = self.path("dondoc.db")
        self.outbox = self.path("outbox")
        self.mail = 'method = "maildir"\n    maildir = "outbox"\n    from = "dondoc@example.org"'
        self.department = DEPARTMENT
        self.more = ""
        self.holidays = True  # as announced
        self.plans = {}
        self.daemon = None
        self.started = []

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        return self.path(name)

    def plan(self, plan, rows, year=2022, **keys):
        """Names a plan and writes its file; rows is bytes or text to be written as it is."""
        data = rows if isinstance(rows, (bytes, str)) else plan_csv(rows)
        self.write(plan + ".csv", data)
        self.plans[plan] = {"file": f'"{plan}.csv"', "department": '"so"',
                            "title": f'"Kế hoạch {plan}"', "from_year": str(year), **keys}

    def save(self):
        """Writes the config."""
        plans = "".join(
            f'plan "{plan}" {{\n' + "".join(f"    {key} = {value}\n" for key, value in keys.items())
            + "}\n" for plan, keys in self.plans.items())
        include = f'include = {{"{SRC}/conf/holidays.conf"}}' if self.holidays else ""
        self.write("dondoc.conf", f"""{include}
state = "dondoc.db"
control = "control"
admin_mail = "quantri@example.org"
mail {{
    {self.mail}
}}
{self.more}{self.department}{plans}""")
        return self

    def run(self, *args, **how):
        return run_dondoc(args[0], "--config", self.config, *args[1:], **how)

    def start(self, virtual="2022-03-15T08:00:00+07:00", **how):
        self.daemon = Daemon(self, virtual, **{**how, "wait": False})
        self.started.append(self.daemon)
        if how.get("wait", True):
            self.daemon.wait_ready()
        return self.daemon

    def restart(self, virtual, **how):
        self.daemon.stop()
        return self.start(virtual, **how)

    def end(self):
        for daemon in self.started:
            daemon.kill()

    def mail_names(self):
        """The mails of the Maildir: {name without flags: path}; a name twice is an error."""
        found = {}
        for folder in ("new", "cur"):
            at = os.path.join(self.outbox, folder)
            for name in os.listdir(at) if os.path.isdir(at) else []:
                key = name.split(":")[0]
                if key in found:
                    raise AssertionError(f"{key} is in the Maildir twice")
                found[key] = os.path.join(at, name)
        return found

    def mails(self):
        """The mails of the Maildir, parsed."""
        parsed = []
        for path in self.mail_names().values():
            with open(path, "rb") as file:
                parsed.append(parse_mail(file.read()))
        return sorted(parsed, key=lambda mail: mail["To"])

    def outbox_states(self):
        """How many messages are in which state, as the daemon says."""
        count = {}
        for message in self.run("outbox", "--json").json:
            if "id" in message:
                count[message["state"]] = count.get(message["state"], 0) + 1
        return count

    def wait_settled(self, daemon=None):
        """Waits until nothing is to be sent at once. Returns the states of the outbox."""
        def settled():
            states = self.outbox_states()
            return states if states and not states.get("queued") and not states.get("sending") \
                else None
        return wait_for(settled, "the outbox to be empty")


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="dondoc-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.offices = 0

    def office(self, name=None):
        self.offices += 1
        folder = os.path.join(self.folder, name or f"office{self.offices}")
        os.mkdir(folder)
        office = Office(folder)
        self.addCleanup(office.end)
        return office

    def preload(self, name):
        """Builds a library of this folder. Returns the environment that puts it before a program."""
        library = os.path.join(self.folder, name + ".so")
        if not os.path.exists(library):
            compiler = shutil.which("cc") or self.skipTest("no compiler")
            subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library,
                            os.path.join(HERE, name + ".c"), "-ldl"], check=True)
        return {"LD_PRELOAD": library, "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}

    def ok(self, ran, status=0):
        self.assertEqual(ran.status, status, ran)
        return ran

    def refused(self, ran, *words, status=1):
        """It failed with that status, and said all of the words on standard error."""
        self.assertEqual(ran.status, status, ran)
        for word in words:
            self.assertIn(word, ran.err, ran)
        return ran


def main():
    """Runs the tests of the calling script and prints the line that `make check` counts."""
    for program in (DONDOC, DONDOCD):
        if not os.access(program, os.X_OK):
            sys.exit(f"{program} is missing; make check builds it")
    started = time.monotonic()
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    if sys.argv[1:]:
        suite = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:],
                                                              sys.modules["__main__"])
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(suite)
    # A test with several failing subtests is one.
    bad = len({re.sub(r" [\[(].*", "", test.id().split(" (", 1)[0])
               for test, _ in result.failures + result.errors})
    skipped = len(result.skipped)
    events = sys.modules.get("events_common")
    if events and not events.tell():
        bad = max(bad, 1)
    print(f"took {time.monotonic() - started:.1f} s")
    print(f"{result.testsRun - bad - skipped} passed, {bad} failed, {skipped} skipped")
    sys.exit(1 if bad else 0)
