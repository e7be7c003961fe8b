"""Every event that a test receives is held against its JSON Schema in conf/schemas, by a validator that is
not ours. The receivers call take(); main() of the tests fails when anything they took was not as promised."""
import json
import os
import threading

import jsonschema

SRC = os.environ.get("DD_SRCDIR", os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__)))))
FOLDER = os.path.join(SRC, "conf", "schemas")
CLOUDEVENT = "application/cloudevents+json"


def read_schemas():
    """{"common.json": …, "vn.dondoc.….json": …}, each itself a valid schema."""
    schemas = {}
    for name in sorted(os.listdir(FOLDER)):
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            schemas[name] = json.load(file)
        jsonschema.Draft202012Validator.check_schema(schemas[name])
    return schemas


class Schemas:
    """Validators by the type of the event."""

    def __init__(self):
        schemas = read_schemas()
        base = f"file://{FOLDER}/"
        store = {base + name: schema for name, schema in schemas.items()}
        def validator(name):
            resolver = jsonschema.RefResolver(base + name, schemas[name], store)
            return jsonschema.Draft202012Validator(
                schemas[name], resolver=resolver, format_checker=jsonschema.FormatChecker())
        self.validators = {name.removesuffix(".json"): validator(name) for name in schemas
                           if name.startswith("vn.dondoc.")}
        self.incoming = validator("incoming.json")  # what others send us is no event of ours

    def problems(self, event):
        """What is wrong with an event, one text each."""
        kind = event.get("type") if isinstance(event, dict) else None
        if kind not in self.validators:
            return [f"no schema for {kind!r}"]
        return [f"{kind}: {'/'.join(map(str, error.absolute_path))}: {error.message}"
                for error in self.validators[kind].iter_errors(event)]


SCHEMAS = Schemas()
LOCK = threading.Lock()
TAKEN = {}       # type: how many
VIOLATIONS = []  # texts


def check(body):
    """Holds one event (bytes or text) against its schema; remembers what is wrong. Returns it parsed."""
    try:
        event = json.loads(body)
        problems = SCHEMAS.problems(event)
    except ValueError as error:
        event, problems = None, [f"not JSON: {error}"]
    with LOCK:
        kind = event.get("type") if isinstance(event, dict) else None
        TAKEN[kind] = TAKEN.get(kind, 0) + 1
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
        VIOLATIONS.extend(f"{problem}\n  in {text[:2000]}" for problem in problems)
    return event


def take(headers, body):
    """The same of a request with these headers (small letters), when it carries an event. What an
    endpoint's own template made is for the test that wrote the template."""
    if headers.get("content-type", "").startswith(CLOUDEVENT):
        check(body)


def tell():
    """What was taken and what was wrong with it, for the end of a test. True: all was well."""
    if TAKEN:
        print("events held against their schemas:",
              ", ".join(f"{kind} {count}" for kind, count in sorted(TAKEN.items(), key=str)))
    for violation in VIOLATIONS[:20]:
        print("NOT AS ITS SCHEMA SAYS:", violation)
    return not VIOLATIONS
