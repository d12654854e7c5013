/**
 * Edits (a letter put in, left out, changed, or swapped with its neighbour) between two texts: the optimal string
 * alignment distance, by rows.
 */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, changed);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, at(beforeLast, j - 2) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** One edit is a slip in any word; a longer word may hold one for every three letters. */
function slips(word: string): number {
  return Math.max(1, Math.floor(word.length / 3));
}

/** Whether a name ends with all of `word`: then it matters little how the group is called that it is in. */
function isLastWord(word: string, name: string): boolean {
  return word.length > 2 && (name.endsWith(`.${word}`) || name.endsWith(`_${word}`));
}

/**
 * The known name that somebody who wrote `given` most probably meant: the one with the fewest edits among those that
 * are reasonably near or have `given` as a part; undefined where there is none. A name whose last word it is
 * (`port` of `server.port`) is nearest, the first of them. Case does not count.
 */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const word = given.toLowerCase();
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const candidate = name.toLowerCase();
    const edits = isLastWord(word, candidate) ? 1 : distance(word, candidate);
    const near = edits <= slips(word) || (word.length > 2 && candidate.includes(word));
    if (near && edits < fewest) {
      best = name;
      fewest = edits;
    }
  }
  return best;
}
