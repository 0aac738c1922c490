import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricCatalogue } from '@outcry/service';
import { parse } from 'yaml';
import { loadTool, ROOT } from './load-tool';
import { EXAMPLES } from './promql/alert-examples';
import { fires } from './promql/evaluate-rule';
import { parseRule, selectorsOf } from './promql/parse-rule';

type Alert = {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly annotations: { readonly runbook: string };
};

const FILE = 'deploy/observability/alerts.yml';
const { groups } = parse(readFileSync(join(ROOT, FILE), 'utf8')) as {
  groups: { rules: Alert[] }[];
};
const alerts = groups.flatMap(({ rules }) => rules).map((alert) => [alert.alert, alert] as const);

/** Long enough after the beginning for every range and every `for`. */
const NOW = 60;
const OF_INVARIANTS = /^OutcryInvariant/;

/** A name as Prometheus shows it, back to the catalogue's. */
const metricOf = (name: string): string => name.replace(/_(bucket|count|sum)$/, '');
const labelsOf = new Map(
  Object.values(metricCatalogue)
    .flat()
    .map(({ name, labels }) => [name, new Set<string>(labels).add('service')]),
);
labelsOf.set('up', new Set(['service']));

const examplesOf = (name: string, expr: string) => {
  if (!OF_INVARIANTS.test(name)) return EXAMPLES[name];
  const [selector] = selectorsOf(parseRule(expr));
  const invariant = selector?.matchers[0]?.value ?? '';
  const series = (value: number) => [
    { name: 'outcry_invariant_violations', labels: { service: 's', invariant }, at: () => value },
  ];
  return { fires: series(1), quiet: series(0) };
};

describe('each alert', () => {
  it('is in the examples, unless it is about an invariant', () => {
    const own = alerts.map(([name]) => name).filter((name) => !OF_INVARIANTS.test(name));
    expect(Object.keys(EXAMPLES).sort()).toEqual(own.sort());
    expect(alerts.length - own.length).toBeGreaterThan(20);
  });

  it.each(alerts)('%s fires on its trouble and is quiet otherwise', (name, alert) => {
    const examples = examplesOf(name, alert.expr);
    const minutes = Number.parseInt(alert.for, 10);
    expect(fires(alert.expr, minutes, examples?.fires ?? [], NOW)).toBe(true);
    expect(fires(alert.expr, minutes, examples?.quiet ?? [], NOW)).toBe(false);
  });

  it.each(alerts)('%s reads metrics and labels that exist, and names a runbook', (_name, alert) => {
    for (const { metric, matchers } of selectorsOf(parseRule(alert.expr))) {
      const labels = labelsOf.get(metric) ?? labelsOf.get(metricOf(metric));
      expect([metric, labels]).not.toEqual([metric, undefined]);
      for (const { label } of matchers) expect(labels).toContain(label);
    }
    expect([alert.annotations.runbook, existsSync(join(ROOT, alert.annotations.runbook))]).toEqual([
      alert.annotations.runbook,
      true,
    ]);
  });
});

describe('the files of deploy/observability', () => {
  it('are valid for promtool, where there is one', () => {
    const check = (): string =>
      execFileSync('promtool', ['check', 'rules', join(ROOT, FILE)], { encoding: 'utf8' });
    const { PATH = '' } = process.env;
    const found = PATH.split(':').some((folder) => existsSync(join(folder, 'promtool')));
    expect(found ? check() : 'SUCCESS').toContain('SUCCESS');
  });

  it('show every metric of the catalogue once, and overlap nowhere', () => {
    const { dashboardOf } = loadTool<{
      dashboardOf(catalogue: unknown): {
        panels: { title: string; type: string; gridPos: { x: number; y: number } }[];
      };
    }>('observability/dashboard.mjs');
    const panels = dashboardOf(metricCatalogue).panels.filter(({ type }) => type !== 'row');
    const titles = panels.map(({ title }) => title).sort();
    expect(titles).toEqual(
      Object.values(metricCatalogue)
        .flat()
        .map(({ name }) => name)
        .sort(),
    );
    const places = panels.map(({ gridPos: { x, y } }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
  });
});
