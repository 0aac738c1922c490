/** A client that has begun no fetch for so long, with no batch at work, has stalled. */
const STALL_MS = 45_000;
const CHECK_MS = 5_000;

export type StallWatch = {
  /** A sign of life. */
  readonly alive: () => void;
  /** Suspends the watch while a batch is at work, however long that takes. */
  readonly during: <T>(work: Promise<T>) => Promise<T>;
  readonly stop: () => void;
};

/** Notices a fetch loop that neither goes on nor fails, as kafkajs has been seen to do. */
export const stallWatch = (
  onStall: () => void,
  { stallMs = STALL_MS, checkMs = CHECK_MS }: { stallMs?: number; checkMs?: number } = {},
): StallWatch => {
  let aliveMs = Date.now();
  let atWork = 0;
  const timer = setInterval(() => {
    if (atWork === 0 && Date.now() - aliveMs >= stallMs) onStall();
  }, checkMs);
  return {
    alive: () => {
      aliveMs = Date.now();
    },
    during: async (work) => {
      atWork += 1;
      try {
        return await work;
      } finally {
        atWork -= 1;
        aliveMs = Date.now();
      }
    },
    stop: () => clearInterval(timer),
  };
};
