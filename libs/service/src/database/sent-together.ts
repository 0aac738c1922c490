type Sent<T extends readonly unknown[]> = readonly [...{ [K in keyof T]: Promise<T[K]> }];

/**
 * Waits for statements of one transaction that were sent without waiting in between. The first that
 * failed, in the order of sending, is the failure: those behind it failed only because of it.
 */
export const sentTogether = async <T extends readonly unknown[]>(sent: Sent<T>): Promise<T> => {
  const settled = await Promise.allSettled<unknown>(sent as readonly Promise<unknown>[]);
  const results = settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  return results as unknown as T;
};
