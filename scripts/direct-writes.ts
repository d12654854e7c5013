// Preloaded by scripts/batching.ts: makes the server write each message to each recipient at once, as a server without
// an outbox would.
import { Flusher } from "../src/server/output/flusher.ts";

Flusher.prototype.touch = (item) => item.flush();
