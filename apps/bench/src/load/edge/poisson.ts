/** Open loop: begins works at random moments at a rate, and waits for all of them. */
export const poisson = async <Result>(
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
  work: () => Promise<Result>,
): Promise<readonly Result[]> => {
  const running: Promise<Result>[] = [];
  let nextMs = performance.now();
  const endMs = nextMs + seconds * 1_000;
  while (nextMs < endMs) {
    for (const nowMs = performance.now(); nextMs <= nowMs && nextMs < endMs;) {
      running.push(work());
      nextMs -= (Math.log(1 - Math.random()) * 1_000) / perSecond;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return Promise.all(running);
};
