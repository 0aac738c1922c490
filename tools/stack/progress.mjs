/**
 * Shows what is being done and how long it took: a line for every finished step, and on a terminal
 * one live line below that names the steps still running.
 */

const REDRAW_MS = 120;

/** @param {number} ms @returns {string} Seconds with one decimal. */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * @param {{ isTTY?: boolean, columns?: number, write: (text: string) => unknown }} out
 * @param {() => number} [now]
 */
export const createProgress = (out, now = Date.now) => {
  const startedAt = now();
  /** @type {Map<string, number>} */
  const running = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  let redraw;

  const clear = () => out.isTTY && out.write('\r\u001b[2K');
  const draw = () => {
    if (!out.isTTY || running.size === 0) return;
    const names = [...running].map(([name, since]) => `${name} ${seconds(now() - since)}`);
    out.write(`\r\u001b[2K… ${names.join(', ')}`.slice(0, (out.columns ?? 80) + 4));
  };
  /** @param {string} text */
  const line = (text) => {
    clear();
    out.write(`${text}\n`);
    draw();
  };
  const tick = () => {
    if (redraw === undefined && out.isTTY) redraw = setInterval(draw, REDRAW_MS);
    if (running.size > 0) return;
    clearInterval(redraw);
    redraw = undefined;
    clear();
  };

  return {
    line,
    /** @returns {number} Since the whole began. */
    elapsedMs: () => now() - startedAt,
    /**
     * @template T
     * @param {string} name
     * @param {(detail: (text: string) => void) => Promise<T>} run May tell a detail for the line.
     * @returns {Promise<T>}
     */
    async step(name, run) {
      const since = now();
      let told = '';
      running.set(name, since);
      tick();
      draw();
      try {
        const result = await run((text) => (told = text));
        running.delete(name);
        line(`✓ ${`${name}${told && `: ${told}`}`.padEnd(62)} ${seconds(now() - since)}`);
        return result;
      } catch (error) {
        running.delete(name);
        line(`✗ ${name.padEnd(62)} ${seconds(now() - since)}`);
        throw error;
      } finally {
        tick();
      }
    },
  };
};

/** @typedef {ReturnType<typeof createProgress>} Progress */
