/**
 * Hands on whole lines, each behind the name of who wrote it: several write at once.
 * @param {string} name
 * @param {number} width Of the longest name.
 * @param {(line: string) => void} write
 */
export const prefixed = (name, width, write) => {
  let rest = '';
  const say = (/** @type {string} */ line) => write(`${name.padEnd(width)} │ ${line}`);
  return {
    /** @param {Buffer | string} chunk */
    take(chunk) {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) say(line);
    },
    /** Hands on what has no end of line. */
    flush() {
      if (rest !== '') say(rest);
      rest = '';
    },
  };
};
