import { bytes, frame, type Said, say } from "../../test/support/wire.ts";
import { Knowledge } from "../fuzz/author/company.ts";
import { Stream } from "../tool/stream.ts";
import { Wire } from "../tool/wire.ts";
import type { World } from "./world.ts";

let visitors = 0;

/** A client that means no good, or has no luck. */
export class Visitor extends Knowledge {
  readonly name = `visitor ${++visitors}`;
  readonly #world: World;
  readonly #wire: Wire;

  private constructor(world: World, wire: Wire) {
    super();
    this.#world = world;
    this.#wire = wire;
  }

  static async connect(world: World): Promise<Visitor> {
    let visitor: Visitor | undefined;
    const stream = new Stream((...heard) => visitor?.hear(...heard));
    const wire: Wire = await Wire.call(
      world.port,
      (chunk) => stream.push(chunk),
      () => visitor?.goes(),
    );
    world.visitors.add(wire);
    visitor = new Visitor(world, wire);
    return visitor;
  }

  get open(): boolean {
    return this.#wire.open;
  }

  /** How it introduces itself. */
  introduction(room: string): Uint8Array {
    const opening = [say.connect(), say.setName(this.name), say.join(room)].map((said) => frame(said));
    return bytes([0], ...opening);
  }

  enters(room: string): void {
    this.sends(this.introduction(room));
  }

  says(...messages: readonly Said[]): void {
    this.sends(bytes(...messages.map((message) => frame(message))));
  }

  sends(data: Uint8Array): void {
    if (this.open) this.#wire.say(data);
  }

  stopsReading(): void {
    this.#wire.stopReading();
  }

  hangsUp(how: "half-close" | "reset"): void {
    this.goes();
    if (this.open) this.#wire.hangUp(how);
  }

  override hear(data: Uint8Array, start: number, payload: number, end: number): void {
    const former = this.id;
    super.hear(data, start, payload, end);
    if (former === 0 && this.id !== 0) this.#world.judge.arrives(this.id, this.name);
  }

  /** It is gone, or about to go. */
  goes(): void {
    if (this.id !== 0) this.#world.judge.goes(this.id);
    this.#world.visitors.delete(this.#wire);
  }
}
