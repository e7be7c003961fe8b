// Receives webhooks on a free loopback port and verifies each with the reference library of
// Standard Webhooks (v1), and with Node's own crypto for v1a.
//
//   node receiver.js SECRET [PUBLIC-KEY]
//
// Prints its port on the first line, then one line of JSON for each request. Answers 204 to what
// verifies, 401 to the rest.
"use strict";
const crypto = require("crypto");
const http = require("http");
const { Webhook } = require("standardwebhooks");

const [secret, publicKey] = process.argv.slice(2);
const webhook = new Webhook(secret);

function edKey(text) {
    const raw = Buffer.from(text.replace(/^whpk_/, ""), "base64");
    // SubjectPublicKeyInfo of an Ed25519 key (RFC 8410): a fixed head, then the 32 bytes.
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
    return crypto.createPublicKey({ key: der, format: "der", type: "spki" });
}

function verifyEd(headers, body) {
    const part = headers["webhook-signature"].split(" ").find((s) => s.startsWith("v1a,"));
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    return Boolean(part) && crypto.verify(null, Buffer.from(signed), edKey(publicKey),
        Buffer.from(part.slice(4), "base64"));
}

const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        let problem = null;
        try {
            webhook.verify(body, request.headers);
            if (publicKey && !verifyEd(request.headers, body)) {
                problem = "v1a does not verify";
            }
        } catch (error) {
            problem = String(error);
        }
        console.log(JSON.stringify({
            problem, body, method: request.method, headers: request.headers, url: request.url,
        }));
        response.writeHead(problem ? 401 : 204);
        response.end();
    });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
