/** Where everybody's dot is, and how that is said: pure, without page or network. */

/** The field is so many units wide and high, whatever it looks like on a screen. */
export const SIZE = 1000;

/** How fast a dot moves, in units a second. */
const SPEED = 420;

/** How much of the way to where another dot is shown goes in a second: smooth, and soon there. */
const HASTE = 14;

/** A place on the field. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A dot: where it is, and where it goes. */
export interface Dot {
  name: string;
  x: number;
  y: number;
  goal: Place;
}

function within(value: number): number {
  return Math.min(SIZE, Math.max(0, value));
}

/** A place that fits on the field. */
export function place(x: number, y: number): Place {
  return { x: within(x), y: within(y) };
}

/** A dot that stands. */
export function dotAt(name: string, at: Place): Dot {
  return { name, x: at.x, y: at.y, goal: at };
}

/** Moves one's own dot towards its goal; tells whether it has moved. `seconds` have passed. */
export function walk(dot: Dot, seconds: number): boolean {
  const [dx, dy] = [dot.goal.x - dot.x, dot.goal.y - dot.y];
  const far = Math.hypot(dx, dy);
  if (far === 0) return false;
  const part = Math.min(1, (SPEED * seconds) / far);
  dot.x += dx * part;
  dot.y += dy * part;
  return true;
}

/** Moves another's dot towards the place that was heard last. */
export function follow(dot: Dot, seconds: number): void {
  const part = 1 - Math.exp(-HASTE * seconds);
  dot.x += (dot.goal.x - dot.x) * part;
  dot.y += (dot.goal.y - dot.y) * part;
}

/** A place as four bytes: x and y, each a u16, little-endian as all numbers of the protocol. */
export function encodePlace({ x, y }: Place): Uint8Array {
  const bytes = new Uint8Array(4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.round(x), true);
  view.setUint16(2, Math.round(y), true);
  return bytes;
}

/** Reads a place; undefined where it is none: peers may send anything. */
export function decodePlace(bytes: Uint8Array): Place | undefined {
  if (bytes.length !== 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 4);
  return place(view.getUint16(0, true), view.getUint16(2, true));
}
