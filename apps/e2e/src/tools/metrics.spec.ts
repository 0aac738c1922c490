import { readFileSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { metricCatalogue } from '@outcry/service';
import { ROOT } from './load-tool';

type Type = 'counter' | 'gauge' | 'histogram';

const TYPES: Readonly<Record<string, Type>> = {
  count: 'counter',
  record: 'histogram',
  gauge: 'gauge',
  createCounter: 'counter',
  createObservableCounter: 'counter',
  createObservableGauge: 'gauge',
  createHistogram: 'histogram',
};

/** The first argument may choose between names. */
const CALL = new RegExp(`\\.(${Object.keys(TYPES).join('|')})\\(\\s*([^,)]*)`, 'g');
const NAME = /'([a-z][a-z0-9_.]*[a-z0-9])'/g;

/** As Prometheus shows it: dots are not allowed, a counter ends with `_total`. */
const shown = (name: string, type: Type): string => {
  const plain = name.replaceAll('.', '_');
  return type === 'counter' && !plain.endsWith('_total') ? `${plain}_total` : plain;
};

const inTheCode = (): Map<string, Type> => {
  const sources = globSync('{libs,apps}/*/src/**/*.ts', { cwd: ROOT }).filter(
    (path) => !/\.spec\.ts$|\/generated\/|apps\/(e2e|bench|demo)\//.test(path),
  );
  const found = new Map<string, Type>();
  for (const path of sources) {
    const text = readFileSync(join(ROOT, path), 'utf8');
    for (const [, call = '', argument = ''] of text.matchAll(CALL)) {
      const type = TYPES[call] ?? 'gauge';
      for (const [, name = ''] of argument.matchAll(NAME)) found.set(shown(name, type), type);
    }
  }
  return found;
};

const catalogued = new Map(
  Object.values(metricCatalogue)
    .flat()
    .map(({ name, type }) => [name, type]),
);

describe('the catalogue of metrics', () => {
  it('has every metric of the code, and no other', () => {
    const sorted = (metrics: Map<string, Type>) => [...metrics].sort();
    expect(sorted(inTheCode())).toEqual(sorted(catalogued));
  });

  it.each(Object.values(metricCatalogue).flat())('$name carries its unit', (metric) => {
    const { name, type, unit, help } = metric;
    expect(type === 'counter').toBe(name.endsWith('_total'));
    if (unit === 'seconds' || unit === 'bytes') expect(name).toContain(`_${unit}`);
    expect(help).toMatch(/[.]$/);
  });
});
