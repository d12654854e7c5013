import type { Eventually } from "../hooks/verdict.ts";
import type { Log } from "../log.ts";
import { answerBytes, errorAnswer } from "../web/answer.ts";
import { HttpError } from "../web/http-error.ts";
import type { RequestHead } from "../web/request.ts";
import { shortPage } from "../web/short-page.ts";

/** Answers a browser's request (GET or HEAD); undefined where there is no such page. */
export type AskPage = (request: Request) => Eventually<Response | undefined>;

/** Pages that a server gives to browsers. */
export interface GivenPages {
  readonly answer: AskPage;
  /** The paths of those that lead to all the others, such as "/chat". */
  readonly links: readonly string[];
}

/** What browsers get that ask for a page and no WebSocket. */
export class Pages {
  /** Where players connect by TCP. */
  port = 0;
  /** Asked first; what they do not know gets a short page, and without them everything does. */
  readonly #given: GivenPages | undefined;
  readonly #log: Log;

  constructor(log: Log, given: GivenPages | undefined) {
    this.#given = given;
    this.#log = log;
  }

  /** Whether there are others than the short page. */
  get given(): boolean {
    return this.#given !== undefined;
  }

  /** The bytes of the answer, to a request that came by https where `encrypted`. */
  async answer(head: RequestHead, encrypted: boolean): Promise<Uint8Array> {
    const { method } = head;
    const response = await this.#answer(head, encrypted).catch((error: unknown) => this.#failed(error));
    return await answerBytes(response, method !== "HEAD");
  }

  async #answer({ method, target, headers }: RequestHead, encrypted: boolean): Promise<Response> {
    if (method !== "GET" && method !== "HEAD")
      throw new HttpError(405, "pages are only given here", { allow: "GET, HEAD" });
    const host = headers.get("host") ?? "localhost";
    const url = URL.parse(target, `${encrypted ? "https" : "http"}://${host}`);
    if (url === null) throw new HttpError(400, "this is no address of a page");
    const page = await this.#given?.answer(new Request(url.href, { method, headers }));
    return page ?? shortPage({ host, encrypted, port: this.port, links: this.#given?.links ?? [] });
  }

  #failed(error: unknown): Response {
    if (error instanceof HttpError) return errorAnswer(error);
    this.#log.defect("a page failed", error);
    return errorAnswer(new HttpError(500, "this page failed"));
  }
}
