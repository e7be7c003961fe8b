// Signs as senders do: v1 with the reference library of Standard Webhooks, v1a with Node's own crypto.
// Reads lines {"secret" | "key" | "make"} from standard input and answers each with one line.
"use strict";

const crypto = require("crypto");
const readline = require("readline");
const { Webhook } = require("standardwebhooks");

// What stands before the 32 bytes of a public Ed25519 key in its SPKI form.
const SPKI_HEAD = 12;

function answer(ask) {
    if (ask.make) {
        const pair = crypto.generateKeyPairSync("ed25519");
        const raw = pair.publicKey.export({ type: "spki", format: "der" }).subarray(SPKI_HEAD);
        return {
            public: "whpk_" + raw.toString("base64"),
            key: pair.privateKey.export({ type: "pkcs8", format: "pem" }),
        };
    }
    if (ask.key) {
        const content = Buffer.from(`${ask.id}.${ask.timestamp}.${ask.body}`);
        return { signature: "v1a," + crypto.sign(null, content, ask.key).toString("base64") };
    }
    const when = new Date(ask.timestamp * 1000);
    return { signature: new Webhook(ask.secret).sign(ask.id, when, ask.body) };
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
    process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
});
