import type { Listening, Port } from "../listen-tcp.ts";
import type { TcpParts } from "../tcp.ts";
import type { Certificate, Pair } from "./certificate.ts";
import { listenTls } from "./listen-tls.ts";
import { PairFiles } from "./pair-files.ts";
import { Renewal } from "./renewal.ts";
import { Reopening } from "./reopening.ts";

/** How often the files of the certificate are looked at, in milliseconds. */
const LOOK = 1000;

/** What a server that encrypts has: its certificate, as the files are, and the ports that it is used on. */
export class Tls {
  readonly #tcp: TcpParts;
  readonly #ports: Reopening[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  #pair: Pair;

  /** Reads the certificate of the settings. Rejects with a CertificateError where there is none. */
  static async read(tcp: TcpParts): Promise<Tls> {
    const files = new PairFiles(tcp.context.settings.tls);
    // First: what changes while they are read counts as new.
    const stamp = await files.stamp();
    return new Tls(tcp, files, { certificate: await files.read(), stamp });
  }

  private constructor(
    tcp: TcpParts,
    files: PairFiles,
    read: { readonly certificate: Certificate; readonly stamp: string },
  ) {
    this.#tcp = tcp;
    this.#pair = read.certificate.pair;
    const { log } = tcp.context;
    const renewal = new Renewal({ files, use: ({ pair }) => this.#use(pair), log, wall: Date.now, ...read });
    this.#timer = setInterval(() => void renewal.look(), LOOK);
  }

  /** As `listenTcp`, for encrypted connections; those who come see the certificate that is in use then. */
  listen(listening: Listening): Port {
    const opening = (port: number, pair: Pair) => listenTls({ ...listening, port }, pair, this.#tcp);
    const { log } = this.#tcp.context;
    const port = new Reopening({ opening, port: listening.port, pair: this.#pair, log });
    this.#ports.push(port);
    return port;
  }

  /** Lets the files be. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #use(pair: Pair): void {
    for (const port of this.#ports) port.use(pair);
    this.#pair = pair;
  }
}
