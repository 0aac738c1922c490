/** The database's clock in whole milliseconds, read in a statement after the locks. */
export const DECISION_TIME = `
SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms`;
