export type Request = { readonly call: number; readonly step: string; readonly argument: unknown };
export type Answer =
  | { readonly call: number; readonly result: unknown }
  | { readonly call: number; readonly error: string };

type Steps = Readonly<Record<string, (argument: never) => Promise<unknown>>>;

/**
 * Has this process play a part: its steps are called by the process that started it, and it ends
 * when that one does.
 */
export const serveParts = (steps: Steps): void => {
  const answer = async ({ call, step, argument }: Request): Promise<Answer> => {
    try {
      return { call, result: await steps[step]?.(argument as never) };
    } catch (error) {
      return { call, error: error instanceof Error ? (error.stack ?? '') : String(error) };
    }
  };
  process.on('message', (request: Request) => {
    void answer(request).then((done) => process.send?.(done));
  });
  process.on('disconnect', () => process.exit(0));
};
