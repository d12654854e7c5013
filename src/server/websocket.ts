import type { Encoded, Frame } from "../protocol/writer.ts";
import type { Batch, TransportKind } from "../relay/link.ts";
import { GREETING_LIMIT } from "../session/session.ts";
import type { Ending } from "../session/transport.ts";
import type { Settings } from "../settings/schema.ts";
import { answerBytes, errorAnswer } from "../web/answer.ts";
import { asksForPolicy, flashPolicy } from "../web/flash-policy.ts";
import { CloseCode, type FrameError } from "../web/frame-error.ts";
import { HttpError } from "../web/http-error.ts";
import { type RequestHead, readHead } from "../web/request.ts";
import { Unwrapper } from "../web/unwrap.ts";
import { asksForWebSocket, upgradeAnswer } from "../web/upgrade.ts";
import { closeFrame, pongFrame, RawFrame, wrapAll, wrapBlasted, wrapSent } from "../web/wrap.ts";
import { TcpConnection } from "./tcp.ts";

const NOTHING = new Uint8Array(0);
const OPENING = Uint8Array.of(0);

/** Bytes of a message before its payload: section 7. */
const HEAD = 1;

const LEAST_LETTER = 0x41;
const MOST_LETTER = 0x7a;
const LESS_THAN = 0x3c;

/** So many Pings and fragments may come between two looks at the deadlines: none of them is a message to be counted. */
const MOST_EXTRAS = 256;

const CLOSE_CODES: Readonly<Record<Ending, number>> = {
  left: CloseCode.Normal,
  refused: CloseCode.Refused,
  "too large": CloseCode.TooLarge,
  policy: CloseCode.Policy,
  stopping: CloseCode.GoingAway,
};

/** Whether a connection that begins like this is one for the web: HTTP begins with a letter, Flash with "<". */
export function isOfTheWeb(chunk: Uint8Array): boolean {
  const first = chunk[0] as number;
  return first === LESS_THAN || (first >= LEAST_LETTER && first <= MOST_LETTER);
}

/**
 * The largest message that is taken from a WebSocket, in bytes: the least of both limits, of which 0 is none. The session
 * sees no byte of a message before it is whole, so `limits.maxMessageSize`, which counts the payload and not the head
 * before it, must hold here already.
 */
function largestMessage({ websocket, limits }: Settings): number {
  const own = websocket.maxMessageSize || Number.POSITIVE_INFINITY;
  return Math.min(own, HEAD + (limits.maxMessageSize || Number.POSITIVE_INFINITY));
}

/**
 * A connection that begins with an HTTP request: it becomes a WebSocket (section 7), whose messages its session gets and
 * gives as if they came and went by TCP; or it is answered a page, and ends.
 */
export class WebConnection extends TcpConnection {
  /** What came of the request so far. */
  #request: Uint8Array = NOTHING;
  /** There once it is a WebSocket. */
  #unwrapper: Unwrapper | undefined;
  /** Whether the client's Connect was accepted. */
  #isAccepted = false;
  /** The code that it is closed with, where that does not depend on why the conversation ends. */
  #closeCode: number | undefined;
  #isAnswered = false;

  override get kind(): TransportKind {
    return "websocket";
  }

  override receive(chunk: Uint8Array): void {
    if (this.session.phase === "closed" || chunk.length === 0) return;
    if (this.#unwrapper === undefined) this.#open(chunk);
    else this.#hear(this.#unwrapper, chunk);
  }

  override send(frame: Frame): void {
    super.send(wrapSent(frame));
  }

  protected override formOf(batch: Batch): Encoded {
    return batch.as(wrapAll);
  }

  override blast(frame: Frame): void {
    // Under backpressure blasts are the first thing dropped: section 3.
    if (this.congested) this.parts.context.counters.undeliveredBlasts++;
    else super.send(wrapBlasted(frame));
  }

  override accepted(): void {
    this.#isAccepted = true;
    if (this.#unwrapper !== undefined) this.#unwrapper.keeps = this.#unwrapper.maximum;
    super.accepted();
  }

  override end(ending: Ending, reason: string): void {
    if (this.#unwrapper !== undefined) {
      const code = this.#isAccepted || ending !== "policy" ? CLOSE_CODES[ending] : CloseCode.Refused;
      super.send(closeFrame(this.#closeCode ?? code, reason));
    }
    super.end(ending, reason);
  }

  override beat(now: number): void {
    if (this.#unwrapper !== undefined) this.#unwrapper.extras = 0;
    super.beat(now);
  }

  /** What the client sends by its WebSocket. */
  #hear(unwrapper: Unwrapper, chunk: Uint8Array): void {
    const { session } = this;
    const frames = unwrapper.unwrap(chunk);
    session.vigil.heard(this.parts.context.clock());
    session.receive(frames);
    if (unwrapper.problem !== undefined) return this.#broke(unwrapper.problem);
    if (unwrapper.extras > MOST_EXTRAS) return session.close("too many frames that are no messages");
    // Only the last one needs an answer: RFC 6455, section 5.5.3.
    if (unwrapper.ping !== undefined) super.send(pongFrame(unwrapper.ping));
    unwrapper.ping = undefined;
    if (unwrapper.closed === undefined) return undefined;
    this.#closeCode = unwrapper.closed;
    return session.finish("the client left");
  }

  #broke(problem: FrameError): void {
    if (this.session.phase === "closed") return;
    this.#closeCode = problem.closeCode;
    this.session.breach(problem);
  }

  #open(chunk: Uint8Array): void {
    if (this.#isAnswered) return;
    this.#request = this.#request.length === 0 ? chunk : Buffer.concat([this.#request, chunk]);
    const isPolicy = asksForPolicy(this.#request);
    if (isPolicy === true)
      return this.#answer(flashPolicy(this.parts.pages.port), "asked for a Flash policy");
    if (isPolicy === undefined) return undefined;
    try {
      const head = readHead(this.#request);
      if (head !== undefined) this.#grant(head);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      this.#answerLater(answerBytes(errorAnswer(error), true), error.message);
    }
  }

  #grant(head: RequestHead): void {
    const { context, pages, encrypted } = this.parts;
    const { settings } = context;
    if (!asksForWebSocket(head)) {
      this.#answerLater(pages.answer(head, encrypted), "asked for a page");
      return;
    }
    const answer = upgradeAnswer(head, { origins: settings.websocket.allowedOrigins, own: pages.given });
    const rest = this.#request.subarray(head.size);
    this.#request = NOTHING;
    const most = largestMessage(settings);
    this.#unwrapper = new Unwrapper(most, Math.min(most, GREETING_LIMIT));
    super.send(new RawFrame(Buffer.from(answer)));
    this.session.receive(OPENING);
    if (rest.length > 0) this.receive(rest.slice());
  }

  /** Answers a request, which ends the connection; `why` is what there was to answer. */
  #answer(bytes: Uint8Array, why: string): void {
    this.#isAnswered = true;
    this.#request = NOTHING;
    super.send(new RawFrame(bytes));
    this.session.close(why);
  }

  #answerLater(answer: Promise<Uint8Array>, why: string): void {
    this.#isAnswered = true;
    answer.then((bytes) => this.#answer(bytes, why)).catch((error: unknown) => this.session.fail(error));
  }
}
