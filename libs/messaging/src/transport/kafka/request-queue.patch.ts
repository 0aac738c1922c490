/**
 * kafkajs 2.2.4 arms a timer after every response, with a negative delay while nothing is
 * throttled: Node prints TimeoutNegativeWarning and the timer re-arms itself every millisecond for
 * ever (tulios/kafkajs issues 1704 and 1751). This replacement waits only while a request is
 * pending, which is all that the timer is for.
 */
type RequestQueue = {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  readonly pending: readonly unknown[];
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
};
type RequestQueueClass = { readonly prototype: RequestQueue };

/** How often a queue that is full, but not throttled, looks again: kafkajs' own interval. */
const RECHECK_MS = 10;

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const queueClass = require('kafkajs/src/network/requestQueue') as RequestQueueClass;

/** Applies the replacement to every connection of the process; repeating it changes nothing. */
export const patchRequestQueue = (): void => {
  queueClass.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
    const throttledForMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledForMs > 0 ? throttledForMs : RECHECK_MS,
    );
  };
};
