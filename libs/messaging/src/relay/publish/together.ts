type Waiting<Request, Answer> = {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Has calls share a run: those of one moment, and those that come while an earlier run is at work.
 * What may not share runs at once and alone.
 *
 * @param run answers requests in their order; what it throws is the failure of each of them
 */
export const together = <Request, Answer>(
  run: (requests: readonly Request[]) => Promise<readonly Answer[]>,
  mayShare: (request: Request) => boolean,
): ((request: Request) => Promise<Answer>) => {
  const waiting: Waiting<Request, Answer>[] = [];
  let scheduled = false;

  const runAll = async (): Promise<void> => {
    const all = waiting.splice(0);
    try {
      const answers = await run(all.map(({ request }) => request));
      all.forEach(({ resolve }, at) => resolve(answers[at] as Answer));
    } catch (error) {
      all.forEach(({ reject }) => reject(error));
    }
  };
  const runWaiting = async (): Promise<void> => {
    while (waiting.length > 0) await runAll();
    scheduled = false;
  };

  return async (request) => {
    if (!mayShare(request)) return (await run([request]))[0] as Answer;
    return new Promise<Answer>((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      if (scheduled) return;
      scheduled = true;
      // Those that ask in this turn of the event loop are all here by then.
      setImmediate(() => void runWaiting());
    });
  };
};
