import type { Eventually } from "../hooks/verdict.ts";
import type { Log } from "../log.ts";
import { answerBytes, errorAnswer } from "../web/answer.ts";
import { HttpError } from "../web/http-error.ts";
import type { RequestHead } from "../web/request.ts";
import { shortPage } from "../web/short-page.ts";

/** Answers a browser's request (GET or HEAD); undefined where there is no such page. */
export type AskPage = (request: Request) => Eventually<Response | undefined>;

/** What browsers get that ask for a page and no WebSocket. */
export class Pages {
  /** Where players connect by TCP. */
  port = 0;
  readonly #ask: AskPage;
  readonly #log: Log;

  /** `ask` is asked first; what it does not know gets a short page. */
  constructor(log: Log, ask: AskPage = () => undefined) {
    this.#ask = ask;
    this.#log = log;
  }

  /** The bytes of the answer. */
  async answer(head: RequestHead): Promise<Uint8Array> {
    const { method } = head;
    const response = await this.#answer(head).catch((error: unknown) => this.#failed(error));
    return await answerBytes(response, method !== "HEAD");
  }

  async #answer({ method, target, headers }: RequestHead): Promise<Response> {
    if (method !== "GET" && method !== "HEAD")
      throw new HttpError(405, "pages are only given here", { allow: "GET, HEAD" });
    const host = headers.get("host") ?? "localhost";
    const url = URL.parse(target, `http://${host}`);
    if (url === null) throw new HttpError(400, "this is no address of a page");
    return (await this.#ask(new Request(url.href, { method, headers }))) ?? shortPage(host, this.port);
  }

  #failed(error: unknown): Response {
    if (error instanceof HttpError) return errorAnswer(error);
    this.#log.defect("a page failed", error);
    return errorAnswer(new HttpError(500, "this page failed"));
  }
}
