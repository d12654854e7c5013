import { join } from "node:path";

/** The files of a certificate and its key, as settings. */
const pair = (name: string) => ({
  cert: join(import.meta.dir, `${name}.cert.pem`),
  key: join(import.meta.dir, `${name}.key.pem`),
});

/** For play.example.org, localhost and 127.0.0.1. */
export const PLAY = pair("play");

/** The key of PLAY, encrypted. */
export const ENCRYPTED_KEY = pair("encrypted").key;

/** For chat.example.org, localhost and 127.0.0.1. */
export const CHAT = pair("chat");

/** For play.example.org, by another issuer, whose own certificate is not there. */
export const SIGNED = { cert: pair("signed").cert, key: PLAY.key };

/** For play.example.org, by the name of its subject alone: it has no subjectAltName. */
export const NAMELESS = { cert: pair("nameless").cert, key: PLAY.key };

/** With a key on a curve that TLS is not spoken with here. */
export const P224 = pair("p224");
