import type { MessageDefinition } from '@outcry/contracts';
import { Defect } from '@outcry/kernel';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The path of the first field of `given` that parsing dropped; undefined when there is none. */
const droppedField = (given: unknown, parsed: unknown, path: string): string | undefined => {
  if (!isObject(given) || !isObject(parsed)) return undefined;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const fieldPath = `${path}/${name}`;
    const dropped = name in parsed ? droppedField(value, parsed[name], fieldPath) : fieldPath;
    if (dropped !== undefined) return dropped;
  }
  return undefined;
};

/**
 * The data as it goes on the wire. Emitting is strict: data that the contract refuses, or a field
 * that the contract does not know and no consumer would ever see, is a Defect of the emitter.
 */
export const strictPayload = (definition: MessageDefinition, data: unknown): string => {
  const parsed = definition.data.safeParse(data);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `/${path.join('/')}: ${message}`,
    );
    throw new Defect(`${definition.type} breaks its contract: ${problems.join('; ')}`);
  }
  const dropped = droppedField(data, parsed.data, '');
  if (dropped !== undefined) {
    throw new Defect(`${definition.type} breaks its contract: ${dropped} is not in it`);
  }
  return JSON.stringify(parsed.data);
};
