import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { CHAT, PLAY } from "../support/certificates/pairs.ts";
import { Folder } from "../support/folder.ts";
import { browse, CHROMIUM, WHERE } from "./browser.ts";
import { faultsOf, Visit } from "./visit.ts";

/** A browser takes its time on a busy machine. */
const LONG = 40_000;

/** Where pictures of the pages are put for somebody to look at; nowhere if it is not given. */
const PICTURES = Bun.env.PAGE_PICTURES;

describe.skipIf(CHROMIUM === undefined)(`the example pages, in a browser${WHERE}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await browse();
  }, LONG);

  afterAll(async () => {
    await browser?.close();
  });

  test(
    "two pages and a TCP client chat",
    async () => {
      await using visit = await Visit.begin(browser);
      expect(visit.url).toEndWith("/chat");
      const ada = await visit.enter("/chat", "Ada");
      const bob = await visit.enter("/chat", "Bob", { width: 390, height: 760, dark: true });
      await ada.getByText("Bob is here").waitFor();
      await bob.getByRole("textbox", { name: "Message" }).fill("Hello, Ada");
      await bob.keyboard.press("Enter");
      await ada.getByText("Bob Hello, Ada").waitFor();
      const cal = await visit.client("Cal");
      const lobby = await cal.client.join("Lobby");
      lobby.send("Hello by TCP <b>&amp;");
      for (const page of [ada, bob]) await page.getByText("Cal Hello by TCP <b>&amp;").waitFor();
      await ada.getByRole("textbox", { name: "Message" }).fill("/me waves");
      await ada.getByRole("button", { name: "Send" }).click();
      expect((await cal.ear.next("channelMessage")).message.text).toBe("/me waves");
      await bob.getByText("Ada waves").waitFor();
      expect(await ada.locator("#people li").allTextContents()).toEqual(["Ada", "Bob", "Cal"]);
      if (PICTURES !== undefined) {
        await ada.screenshot({ path: `${PICTURES}/chat.png` });
        await bob.screenshot({ path: `${PICTURES}/chat-phone-dark.png` });
      }
      await bob.getByRole("button", { name: "Leave" }).click();
      await ada.getByText("Bob has left").waitFor();
      for (const page of [ada, bob]) expect(faultsOf(page)).toEqual([]);
    },
    LONG,
  );

  test(
    "a name that is denied is said so, and one goes from channel to channel",
    async () => {
      await using visit = await Visit.begin(browser, ["--set", "names.unique=server"]);
      const cal = await visit.client("Cal");
      await cal.client.join("Corner");
      const ada = await visit.page("/chat");
      await ada.getByLabel("Your name").fill("cal");
      await ada.getByRole("textbox", { name: "Channel" }).press("Enter");
      await ada.getByRole("alert").getByText("Name already taken").waitFor();
      await ada.getByLabel("Your name").fill("Ada");
      await ada.getByLabel("Your name").press("Enter");
      await ada.getByRole("button", { name: "Corner (1)" }).click();
      await ada.getByText("You are in Corner").waitFor();
      expect((await cal.ear.next("peerJoined")).peer.name).toBe("Ada");
      expect(await ada.locator("#enter").isVisible()).toBe(false);
      await ada.getByRole("button", { name: "Leave" }).click();
      await ada.locator("#enter").waitFor();
      expect(faultsOf(ada)).toEqual([]);
    },
    LONG,
  );

  test(
    "when the server is started again, a page is back by itself, in its channel and with its name",
    async () => {
      await using visit = await Visit.begin(browser);
      const ada = await visit.enter("/chat", "Ada");
      await visit.restart(() => ada.getByText("there is no WebSocket that lets this client in").waitFor());
      await ada.getByText("Connected again").waitFor({ timeout: 15_000 });
      // Tries that failed meanwhile do not push out what was said.
      expect(await ada.getByText("The connection is lost").count()).toBe(1);
      expect(await ada.locator("#enter").isVisible()).toBe(false);
      const cal = await visit.client("Cal");
      const lobby = await cal.client.join("Lobby");
      expect([...lobby.peers.values()].map(({ name }) => name)).toEqual(["Ada"]);
      await ada.getByRole("textbox", { name: "Message" }).fill("Here again");
      await ada.keyboard.press("Enter");
      expect((await cal.ear.next("channelMessage")).message.text).toBe("Here again");
    },
    LONG,
  );

  test(
    "by https and wss they chat on while the certificate is replaced, and newcomers get the new one",
    async () => {
      using folder = new Folder();
      const [cert, key] = [folder.file("cert.pem"), folder.file("key.pem")];
      const install = async (pair: typeof PLAY) => {
        await Bun.write(key, Bun.file(pair.key));
        await Bun.write(cert, Bun.file(pair.cert));
      };
      await install(PLAY);
      await using visit = await Visit.begin(browser, [
        "--set",
        `tls.cert=${cert}`,
        "--set",
        `tls.key=${key}`,
      ]);
      expect(visit.url).toStartWith("https://127.0.0.1:");
      const ada = await visit.enter("/chat", "Ada");
      const cal = await visit.client("Cal");
      const lobby = await cal.client.join("Lobby");
      await ada.getByText("Cal is here").waitFor();
      expect(await visit.certified()).toContain("play.example.org");
      await install(CHAT);
      await visit.logs("chat.example.org");
      expect(await visit.certified()).toContain("chat.example.org");
      lobby.send("Still here");
      await ada.getByText("Cal Still here").waitFor();
      const bob = await visit.enter("/chat", "Bob");
      await bob.getByRole("textbox", { name: "Message" }).fill("New here");
      await bob.keyboard.press("Enter");
      await ada.getByText("Bob New here").waitFor();
      for (const page of [ada, bob]) expect(faultsOf(page)).toEqual([]);
    },
    LONG,
  );

  test(
    "two pages and a TCP client see each other's dots move",
    async () => {
      await using visit = await Visit.begin(browser);
      const ada = await visit.enter("/game", "Ada");
      const bob = await visit.enter("/game", "Bob", { width: 390, height: 760, dark: true });
      const cal = await visit.client("Cal");
      const channel = await cal.client.join("Dots");
      // The protocol's numbers are little-endian: x is 100, y is 900.
      channel.blast(Uint8Array.of(100, 0, 0x84, 0x03), 1);
      for (const page of [ada, bob])
        await page.locator('#players li:has-text("Cal")[data-place="100,900"]').waitFor();
      await ada.getByRole("application").press("ArrowUp"); // the keyboard's focus is on the field
      const field = await ada.getByRole("application").boundingBox();
      await ada.mouse.click((field?.x ?? 0) + (field?.width ?? 0) / 2, (field?.y ?? 0) + 40);
      // The middle of the field is 500, whatever it looks like on a screen.
      for (const page of [ada, bob])
        await page.locator('#players li:has-text("Ada")[data-place^="500,"]').waitFor();
      const { message, peer } = await cal.ear.next("channelMessage");
      expect([peer.name, message.subchannel, message.bytes.length]).toEqual(["Ada", 1, 4]);
      if (PICTURES !== undefined) {
        await ada.screenshot({ path: `${PICTURES}/game.png` });
        await bob.screenshot({ path: `${PICTURES}/game-phone-dark.png` });
      }
      for (const page of [ada, bob]) expect(faultsOf(page)).toEqual([]);
    },
    LONG,
  );
});
