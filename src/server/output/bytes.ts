/**
 * Copies the bytes from `start` to `end` to where `at` is in the target: `Buffer`'s copy takes any bytes, and moves
 * 1 KiB in half the time of `set` with a subarray.
 */
export const copyBytes: (
  ...copied: [bytes: Uint8Array, target: Uint8Array, at: number, start: number, end: number]
) => number = Function.prototype.call.bind(Buffer.prototype.copy);
