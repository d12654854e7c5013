/**
 * Sends every message back to who sent it: the smallest server of one's own, good for trying out a client.
 *
 *     greenwing --hooks examples/echo.ts
 *
 * What a client sends to the server comes back on the same subchannel, as the same kind of message: texts, numbers,
 * bytes and objects alike. What it blasts (sends by UDP) is blasted back.
 */
import type { Hooks } from "greenwing";

export default {
  messageReceived(client, { bytes, subchannel, variant, isObject, blasted }) {
    const options = { variant, asObject: isObject };
    if (blasted) client.blast(bytes, subchannel, options);
    else client.sendMessage(bytes, subchannel, options);
  },
} satisfies Hooks;
