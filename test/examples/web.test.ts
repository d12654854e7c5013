import { expect, test } from "bun:test";
import { join } from "node:path";
import { Counters } from "../../src/session/counters.ts";
import { Program } from "../support/program.ts";
import { SocketStage } from "../support/sockets.ts";

const WEB = join(import.meta.dir, "..", "..", "examples", "web.ts");

test("a page shows who is there and says something in the Lobby; a signal ends both servers", async () => {
  await using program = new Program(["0", "0"], { command: [process.execPath, WEB] });
  const line = await program.says("\n");
  const [, port, page = ""] = /port (\d+); the page is (\S+)/.exec(line) ?? [];
  {
    await using stage = new SocketStage({
      port: Number(port),
      counters: new Counters(),
      stop: async () => {},
    });
    expect(await (await fetch(page)).text()).toContain("<h1>0 connected</h1>");
    const eve = await stage.enter("<b>Eve</b>");
    await eve.joins("Lobby");
    expect(await eve.next()).toHaveProperty("data", "Welcome to the Lobby, <b>Eve</b>. Try !roll");
    const html = await (await fetch(page)).text();
    expect(html).toContain("<h1>1 connected</h1>");
    expect(html).toContain("<li>&lt;b&gt;Eve&lt;/b&gt; in Lobby</li>");

    const post = (text: string, headers: Record<string, string>) =>
      fetch(`${page}say`, {
        method: "POST",
        body: new URLSearchParams({ text }),
        headers,
        redirect: "manual",
      });
    const origin = page.slice(0, -1);
    const said = await post("Hello, Lobby", { origin });
    expect([said.status, said.headers.get("location")]).toEqual([303, "/"]);
    expect(await eve.next()).toMatchObject({
      type: "BinaryServerChannelMessage",
      data: "From the web: Hello, Lobby",
    });
    expect((await post("Not mine", { origin: "http://elsewhere.example" })).status).toBe(403);
    expect((await post("Not mine", {})).status).toBe(403);
    for (const text of ["", "  ", "x".repeat(201)]) expect((await post(text, { origin })).status).toBe(400);
    const unread = { method: "POST", body: "text", headers: { origin } };
    expect((await fetch(`${page}say`, unread)).status).toBe(400);
    await eve.nothingMore();
  }
  program.signal("SIGTERM");
  expect(await program.ended()).toMatchObject({ status: 0 });
});
