import type { ChildProcess } from 'node:child_process';

/** A program as the local stack runs it. */
export type ProcessSpec = {
  readonly name: string;
  readonly role: 'server' | 'service' | 'task';
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  readonly logFile: string;
  readonly stopSignal: NodeJS.Signals;
  readonly stopGraceMs: number;
};

export type ServerPorts = {
  readonly postgres: number;
  readonly kafka: number;
  readonly kafkaController: number;
  readonly redis: number;
};

export type PreparedServers = {
  readonly postgres: { readonly spec: ProcessSpec; readonly url: string };
  readonly kafka: { readonly spec: ProcessSpec; readonly brokers: string };
  readonly redis: { readonly spec: ProcessSpec; readonly url: string };
};

export type Deployable = {
  readonly name: string;
  /** Absolute; built with or without a sabotage. */
  readonly bundle: string;
  /** Absolute; absent for an app without a database. */
  readonly migrations: string | undefined;
};

/** What the tools of the local stack do for a campaign: tools/nemesis.mjs hands it in. */
export type Platform = {
  /** A folder of this run alone. */
  readonly directory: string;
  readonly root: string;
  readonly node: string;
  readonly apps: readonly Deployable[];
  /** Data folders made, nothing started. `kafkaSettings` come on top of the stack's own. */
  readonly prepareServers: (
    ports: ServerPorts,
    kafkaSettings: Readonly<Record<string, string>>,
  ) => Promise<PreparedServers>;
  /** In a process group of its own, recorded: the next run ends what a killed one has left. */
  readonly launch: (spec: ProcessSpec) => ChildProcess;
  readonly say: (line: string) => void;
  readonly stopped: AbortSignal;
};
