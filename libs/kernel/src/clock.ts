/** Milliseconds since 1970-01-01T00:00:00Z, an integer: the unit of all time in domain code. */
export type InstantMs = number;

/** The host's clock: for ids, leases and telemetry; never for a business deadline. */
export type Clock = { readonly nowMs: () => InstantMs };

/** RFC 3339 in UTC with milliseconds, the form of every instant on the wire. */
export const toTimestamp = (instant: InstantMs): string => new Date(instant).toISOString();

/** The reverse of {@link toTimestamp}; NaN for text that is not a date. */
export const fromTimestamp = (text: string): InstantMs => Date.parse(text);
