/** Draws the dots, and reads keys and touches. */
import { hueOf } from "../web-shared/door.ts";
import { type Dot, type Place, place, SIZE } from "./dots.ts";

const RADIUS = 16;

const DIRECTIONS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  KeyA: { x: -1, y: 0 },
  KeyD: { x: 1, y: 0 },
  KeyW: { x: 0, y: -1 },
  KeyS: { x: 0, y: 1 },
};

/** A key that is held sends the dot this far ahead: it stops soon after the key is let go. */
const STEP = 30;

export class Field {
  readonly #canvas: HTMLCanvasElement;
  readonly #held = new Set<string>();
  /** Where a finger or the mouse points. */
  #pointed: Place | undefined;

  /** `area` has the canvas in it, and the keyboard's focus. */
  constructor(area: HTMLElement) {
    const canvas = area.querySelector("canvas");
    if (canvas === null) throw new Error("the field has no canvas");
    this.#canvas = canvas;
    area.addEventListener("keydown", (event) => {
      if (!(event.code in DIRECTIONS) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.#held.add(event.code);
      this.#pointed = undefined;
    });
    area.addEventListener("keyup", ({ code }) => this.#held.delete(code));
    area.addEventListener("blur", () => this.#held.clear());
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.#pointed = this.#placeOf(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.buttons !== 0) this.#pointed = this.#placeOf(event);
    });
  }

  /** Where a dot is sent to by what is held or was touched; undefined: nowhere new. */
  goal({ x, y }: Place): Place | undefined {
    if (this.#held.size === 0) return this.#pointed;
    const held = [...this.#held].flatMap((code) => DIRECTIONS[code] ?? []);
    const sum = held.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
    return place(x + sum.x * STEP, y + sum.y * STEP);
  }

  /** Draws everybody; `own` comes last, above the others. */
  draw(dots: readonly Dot[], own: Dot): void {
    const context = this.#fitted();
    if (context === null) return;
    const { scale, left, top } = this.#frame();
    const styles = getComputedStyle(this.#canvas);
    context.clearRect(0, 0, this.#canvas.clientWidth, this.#canvas.clientHeight);
    context.fillStyle = styles.getPropertyValue("--card");
    context.fillRect(left, top, SIZE * scale, SIZE * scale);
    context.strokeStyle = styles.getPropertyValue("--line");
    context.strokeRect(left, top, SIZE * scale, SIZE * scale);
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    for (const dot of [...dots, own]) {
      const [x, y] = [left + dot.x * scale, top + dot.y * scale];
      const colour = `hsl(${hueOf(dot.name)} 65% ${isDark ? 65 : 42}%)`;
      context.beginPath();
      context.arc(x, y, RADIUS * Math.max(0.6, scale), 0, 2 * Math.PI);
      context.fillStyle = colour;
      context.fill();
      if (dot === own) {
        context.lineWidth = 3;
        context.strokeStyle = styles.color;
        context.stroke();
        context.lineWidth = 1;
      }
      context.fillStyle = styles.color;
      context.font = "600 13px system-ui, sans-serif";
      context.textAlign = "center";
      context.fillText(dot.name, x, y - RADIUS * Math.max(0.6, scale) - 8);
    }
  }

  /** The context, with as many pixels as the screen has. */
  #fitted(): CanvasRenderingContext2D | null {
    const { clientWidth, clientHeight } = this.#canvas;
    const ratio = devicePixelRatio;
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    const context = this.#canvas.getContext("2d");
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  /** Where the square field lies in the canvas, and how large a unit is. */
  #frame(): { scale: number; left: number; top: number } {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const side = Math.max(1, Math.min(width, height) - 2 * RADIUS);
    return { scale: side / SIZE, left: (width - side) / 2, top: (height - side) / 2 };
  }

  #placeOf({ offsetX, offsetY }: PointerEvent): Place {
    const { scale, left, top } = this.#frame();
    return place((offsetX - left) / scale, (offsetY - top) / scale);
  }
}
