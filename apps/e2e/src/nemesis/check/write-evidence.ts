import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '../workload/history';
import type { Evidence } from './evidence';

const plain = (_name: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Map) return Object.fromEntries(value as Map<string, unknown>);
  return value instanceof Set ? [...(value as Set<unknown>)] : value;
};

/** Keeps what a failed seed was judged by, as JSON; returns the path. */
export const writeEvidence = (
  directory: string,
  seed: number,
  { operations, defects }: History,
  evidence: Evidence,
): string => {
  const folder = join(directory, 'evidence');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `seed-${seed}.json`);
  writeFileSync(file, JSON.stringify({ operations, defects, ...evidence }, plain, 1));
  return file;
};
