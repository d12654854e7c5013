import { expect, test } from "bun:test";
import { bytes, frame, say } from "../support/wire.ts";
import { host } from "./host.ts";

test("who comes back while their former self has yet to be taken out waits for that: the name is theirs again", async () => {
  const { connection, member, flusher } = host();
  const former = member("Ann", "Room");
  member("Bob", "Room");
  flusher.leave(() => former.tcp.session.close("the client left"));
  const again = connection(Number.POSITIVE_INFINITY);
  const said = [say.connect(), say.setName("Ann"), say.join("Room")].map((message) => frame(message));
  again.tcp.session.receive(bytes([0], ...said));
  const isJoin = (heard: object) => "request" in heard && heard.request === "JoinChannel";
  for (let turn = 0; turn < 10 && !again.heard.some(isJoin); turn++) await new Promise(setImmediate);
  expect(again.heard.find(isJoin)).toMatchObject({ success: true });
});
