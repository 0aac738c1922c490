/** Something that goes wrong in a running system, and what the runbook does about it. */
export type Trouble = {
  /** What the doctor calls it, or how that begins. */
  readonly finding: string;
  /** What it says it is about, once it has been caused. */
  readonly subject: () => string;
  readonly runbook: string;
  readonly cause: () => Promise<void>;
  readonly cure: () => Promise<void>;
};
