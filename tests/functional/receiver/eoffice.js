// A small e-office on other people's libraries. It takes dondoc's events (Standard Webhooks; v1a with
// Node's own crypto; CloudEvents), keeps its own table of tasks from them, misbehaves as real ones do,
// and sends events of its own.
//
//   node eoffice.js < commands, one JSON object a line; the first is
//   {"secret": whsec of what it gets, "public": whpk or null, "own": whsec of what it sends,
//    "own_key": PEM of an Ed25519 key or null, "faults": true|false}
//
// Prints {"port":N}, then one line of JSON for each further command:
//   {"now":ms}                the time it believes in
//   {"tasks":true}            its table and what it counted
//   {"bodies":true}           each event that it took, as it came
//   {"send":{…}}              see send()
"use strict";
const crypto = require("crypto");
const http = require("http");
const readline = require("readline");
const { Webhook } = require("standardwebhooks");
const { CloudEvent, HTTP } = require("cloudevents");

const realNow = Date.now;
let shift = 0;
Date.now = () => realNow() + shift; // the library compares timestamps with it

const tasks = new Map(); // occurrence: {due, state, document, unit, time, heard: [types]}
const bodies = new Map(); // webhook-id: the body it came with first
const counted = { requests: 0, accepted: 0, repeated: 0, changed: 0, unverified: 0, refused: {} };
const tries = new Map(); // webhook-id: how often it came
let setup = null;
let webhook = null;

function edVerifies(headers, body) {
    const part = headers["webhook-signature"].split(" ").find((one) => one.startsWith("v1a,"));
    if (!part) {
        return false;
    }
    const raw = Buffer.from(setup.public.replace(/^whpk_/, ""), "base64");
    // SubjectPublicKeyInfo of an Ed25519 key (RFC 8410): a fixed head, then the 32 bytes.
    const key = crypto.createPublicKey({
        key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]),
        format: "der", type: "spki",
    });
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    return crypto.verify(null, Buffer.from(signed), key, Buffer.from(part.slice(4), "base64"));
}

// What an occurrence's events tell, the newest last whatever order they arrive in.
function learn(event) {
    const data = event.data;
    if (!event.type.startsWith("vn.dondoc.occurrence.") || !data.occurrence ||
        data.role === "coordinating") {
        return;
    }
    const known = tasks.get(data.occurrence) || { time: "", heard: [] };
    known.heard.push(event.type.replace("vn.dondoc.occurrence.", ""));
    if (event.time >= known.time) {
        Object.assign(known, {
            time: event.time, due: data.due || null, state: data.state || null,
            code: data.code, unit: data.unit ? data.unit.id : null, document: data.document || null,
            plan: data.plan ? data.plan.number : null, stt: data.task ? data.task.stt : null,
            period: data.period || null,
        });
    }
    tasks.set(data.occurrence, known);
}

function take(id, event, body) {
    if (bodies.has(id)) {
        counted.repeated++;
        counted.changed += bodies.get(id) === body ? 0 : 1;
        return;
    }
    bodies.set(id, body);
    counted.accepted++;
    learn(event);
}

// How it misbehaves at the first two tries of a message, by the message's id: a fixed share of each.
const FAULTS = ["ok", "ok", "ok", "ok", "slow", "500", "500 after", "429", "302", "hang up", "half",
    "garbage"];

function answer(request, response, fault, work) {
    counted.refused[fault] = (counted.refused[fault] || 0) + 1;
    switch (fault) {
    case "slow":
        work();
        setTimeout(() => response.writeHead(204).end(), 700);
        break;
    case "500":
        response.writeHead(500).end("Internal Server Error");
        break;
    case "500 after":
        work();
        response.writeHead(500).end();
        break;
    case "429":
        response.writeHead(429, { "Retry-After": "1" }).end();
        break;
    case "302":
        response.writeHead(302, { Location: "/elsewhere" }).end();
        break;
    case "hang up":
        work();
        request.socket.destroy();
        break;
    case "half":
        work();
        response.writeHead(200, { "Content-Length": "1000" });
        response.write("half");
        setTimeout(() => request.socket.destroy(), 50);
        break;
    case "garbage":
        request.socket.end("this is no HTTP\r\n\r\n");
        break;
    default:
        work();
        response.writeHead(204).end();
    }
}

function receive(request, response, body) {
    counted.requests++;
    let event;
    try {
        webhook.verify(body, request.headers);
        if (setup.public && !edVerifies(request.headers, body)) {
            throw new Error("v1a does not verify");
        }
        event = HTTP.toEvent({ headers: request.headers, body });
        if (event.id !== request.headers["webhook-id"]) {
            throw new Error("the event's id is not the webhook's");
        }
    } catch (error) {
        counted.unverified++;
        counted.why = String(error);
        response.writeHead(401).end();
        return;
    }
    const seen = (tries.get(event.id) || 0) + 1;
    tries.set(event.id, seen);
    const pick = crypto.createHash("sha256").update(`${event.subject} ${event.type} ${event.time}`)
        .digest()[0];
    const fault = setup.faults && seen <= 2 ? FAULTS[(pick + seen) % FAULTS.length] : "ok";
    answer(request, response, fault, () => take(event.id, event, body));
}

function sign(how, id, body) {
    const at = new Date(Date.now() + (how.skew || 0));
    const stamp = Math.floor(at.getTime() / 1000);
    let signature = "";
    if (how.sign === "v1a") {
        const signed = crypto.sign(null, Buffer.from(`${id}.${stamp}.${body}`),
            crypto.createPrivateKey(setup.own_key));
        signature = `v1a,${signed.toString("base64")}`;
    } else if (how.sign !== "none") {
        signature = new Webhook(how.secret || setup.own).sign(id, at, body);
    }
    const headers = { "webhook-id": id, "webhook-timestamp": String(stamp) };
    return signature ? { ...headers, "webhook-signature": signature } : headers;
}

const said = new Map(); // id: the message it was sent with; sent again, it is the same

function messageOf(how) {
    if (!said.has(how.id)) {
        const event = new CloudEvent({
            id: how.id, type: how.type, source: "urn:eoffice:test", data: how.data,
            time: new Date(Date.now()).toISOString(), datacontenttype: "application/json",
        });
        said.set(how.id, how.mode === "binary" ? HTTP.binary(event) : HTTP.structured(event));
    }
    return said.get(how.id);
}

// {"port", "path", "id", "type", "data", "mode": structured|binary, "sign": v1|v1a|none,
//  "secret", "skew": ms}: answers {"status", "body"}.
function send(how, done) {
    const message = messageOf(how);
    const body = typeof message.body === "string" ? message.body : JSON.stringify(message.body);
    const request = http.request({
        host: "127.0.0.1", port: how.port, path: how.path, method: "POST",
        headers: {
            ...message.headers, ...sign(how, how.id, body), "content-length": Buffer.byteLength(body),
        },
    }, (response) => {
        let text = "";
        response.on("data", (chunk) => { text += chunk; });
        response.on("end", () => done({ status: response.statusCode, body: text }));
    });
    request.on("error", (error) => done({ status: 0, body: String(error) }));
    request.end(body);
}

const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => receive(request, response, Buffer.concat(chunks).toString()));
});

function say(value) {
    process.stdout.write(`${JSON.stringify(value)}\n`);
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const command = JSON.parse(line);
    if (!setup) {
        setup = command;
        webhook = new Webhook(setup.secret);
        server.listen(0, "127.0.0.1", () => say({ port: server.address().port }));
    } else if (command.now) {
        shift = command.now - realNow();
        say({});
    } else if (command.tasks) {
        say({ tasks: Object.fromEntries(tasks), counted });
    } else if (command.bodies) {
        say([...bodies.values()]);
    } else {
        send(command.send, say);
    }
}).on("close", () => process.exit(0));
