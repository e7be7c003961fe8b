"""What the send-* tests share: running send-driver, servers on free ports, certificates."""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

BUILD = os.environ.get("DD_BUILDDIR", os.getcwd())
HERE = os.path.dirname(os.path.abspath(__file__))
DRIVER = os.path.join(BUILD, "tests", "functional", "send-driver")
# No run lasts so long; it only keeps a broken one from hanging the whole of the tests.
PATIENCE = int(os.environ.get("DD_PATIENCE", "120"))

LINE = re.compile(r"^(\S+) (delivered|retry|final|gone) code=(\d+) unreachable=([01]) "
                  r"retry_after=(-?\d+) text=(.*)$")


class Result:
    def __init__(self, match):
        self.id, self.outcome = match[1], match[2]
        self.code, self.unreachable = int(match[3]), match[4] == "1"
        self.retry_after, self.text = int(match[5]), match[6]

    def __repr__(self):
        return f"{self.id} {self.outcome} {self.code} {self.unreachable} {self.text}"


class Run:
    """The results of one run of send-driver, in the order in which they came."""

    def __init__(self, *args, env=None, preexec_fn=None, timeout=PATIENCE):
        done = subprocess.run([DRIVER, *map(str, args)], capture_output=True, text=True,
                              timeout=timeout, env={**os.environ, **(env or {})},
                              preexec_fn=preexec_fn, check=False)
        self.status, self.output, self.errors = done.returncode, done.stdout, done.stderr
        matches = [LINE.match(line) for line in done.stdout.splitlines()]
        self.results = [Result(match) for match in matches if match]
        self.by_id = {result.id: result for result in self.results}
        if done.returncode not in (0, 1):
            raise AssertionError(f"send-driver: {done.returncode}\n{done.stdout}{done.stderr}")

    @property
    def only(self):
        if len(self.results) != 1:
            raise AssertionError(f"one result expected: {self.output}{self.errors}")
        return self.results[0]


class Server:
    """Accepts on a free loopback port and runs serve(self, connection) in a thread for each."""

    def __init__(self, serve, host="127.0.0.1", context=None):
        self.serve, self.context = serve, context
        self.listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind((host, 0))
        self.listener.listen(256)
        self.port = self.listener.getsockname()[1]
        self.connections = 0
        self.seen = []          # whatever serve notes
        self.stopped = threading.Event()
        self.lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with self.lock:
                self.connections += 1
            threading.Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection):
        try:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            self.serve(self, connection)
        except OSError:
            pass
        finally:
            connection.close()

    def note(self, what):
        with self.lock:
            self.seen.append(what)

    def hang(self):
        """Says nothing until the test is over."""
        self.stopped.wait(PATIENCE)

    def close(self):
        self.stopped.set()
        self.listener.close()


def lines_of(connection):
    """The lines a client sends, without their ends."""
    pending = b""
    while True:
        while b"\n" in pending:
            line, pending = pending.split(b"\n", 1)
            yield line.rstrip(b"\r").decode("latin-1")
        data = connection.recv(4096)
        if not data:
            return
        pending += data


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="dondoc-send-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def serve(self, serve, **options):
        server = Server(serve, **options)
        self.addCleanup(server.close)
        return server

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        return path

    def preload(self, name):
        """Builds a library of this folder; returns the environment that puts it before a program."""
        library = os.path.join(self.folder, name + ".so")
        compiler = shutil.which("cc") or self.skipTest("no compiler")
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library,
                        os.path.join(HERE, name + ".c"), "-ldl"], check=True)
        return {"LD_PRELOAD": library, "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}

    def starve(self, *args):
        """Refuses memory at one point after another: nothing hangs, nothing is given up for good."""
        env, handled = {**os.environ, **self.preload("failing_malloc")}, 0
        for point in range(1, 250, 5):
            done = subprocess.run([DRIVER, *map(str, args)], capture_output=True, text=True,
                                  env={**env, "FAIL_AT": str(point)}, timeout=PATIENCE, check=False)
            results = [LINE.match(line) for line in done.stdout.splitlines()]
            self.assertFalse([r[0] for r in results if r and r[2] in ("final", "gone")])
            # libcurl itself does not survive it everywhere; a new start then sends again.
            handled += done.returncode in (0, 1)
        self.assertGreater(handled, 40)

    def port_of_nobody(self):
        """Listens and never accepts: what no longer fits into its queue is not answered at all."""
        full = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.addCleanup(full.close)
        for _ in range(4):
            one = socket.socket()
            self.addCleanup(one.close)
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        return full.getsockname()[1]

    def check(self, result, outcome, code=None, text=None, unreachable=None):
        self.assertEqual(result.outcome, outcome, result)
        if code is not None:
            self.assertEqual(result.code, code, result)
        if text is not None:
            self.assertIn(text, result.text)
        if unreachable is not None:
            self.assertEqual(result.unreachable, unreachable, result)


HELD = []


def hold_port(host="127.0.0.1", port=0):
    """Binds a port and does not listen: whoever connects is refused, no other test that runs beside us gets
    it, and we may listen there later (SO_REUSEADDR)."""
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind((host, port))
    HELD.append(holder)
    return holder.getsockname()[1]


def refused_port():
    """A port on which nobody listens."""
    return hold_port()


class Certificates:
    """A private CA and certificates by it, made by openssl in a folder."""

    def __init__(self, folder, name="ca"):
        self.folder = folder
        self.ca, self.ca_key = self.path(name + ".pem"), self.path(name + ".key")
        self.name = name
        self.run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", self.ca_key, "-out", self.ca, "-days", "30", "-subj", "/CN=Test CA")

    def path(self, name):
        return os.path.join(self.folder, name)

    @staticmethod
    def run(*args):
        subprocess.run(["openssl", *args], check=True, capture_output=True)

    def issue(self, name, subject="IP:127.0.0.1,DNS:localhost", start=None, end=None):
        """Returns certificate and key; start and end are as 20200101000000Z."""
        key, request = self.path(name + ".key"), self.path(name + ".csr")
        certificate, config = self.path(name + ".pem"), self.path(name + ".cnf")
        self.run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", key, "-out", request, "-subj", "/CN=" + name)
        database = self.path(name + ".db")
        with open(database, "w", encoding="ascii"):
            pass
        with open(config, "w", encoding="ascii") as file:
            file.write(f"[ca]\ndefault_ca=d\n[d]\ndatabase={database}\nnew_certs_dir={self.folder}\n"
                       "policy=p\ndefault_md=sha256\nrand_serial=yes\ndefault_days=30\n"
                       "x509_extensions=e\n[p]\ncommonName=supplied\n"
                       f"[e]\nsubjectAltName={subject}\n")
        dates = ["-startdate", start, "-enddate", end] if start else []
        self.run("ca", "-batch", "-config", config, "-cert", self.ca, "-keyfile", self.ca_key,
                 "-in", request, "-out", certificate, "-notext", *dates)
        return certificate, key


def main():
    """Runs the tests of the calling script and prints the line that `make check` counts."""
    if not os.access(DRIVER, os.X_OK):
        sys.exit(f"{DRIVER} is missing; make check builds it")
    started = time.monotonic()
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    if sys.argv[1:]:
        suite = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:],
                                                              sys.modules["__main__"])
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(suite)
    # A case may fail in several of its subtests; it counts once.
    bad = len({getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors})
    skipped = len(result.skipped)
    print(f"took {time.monotonic() - started:.1f} s")
    print(f"{result.testsRun - bad - skipped} passed, {bad} failed, {skipped} skipped")
    sys.exit(1 if bad else 0)
