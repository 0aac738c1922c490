/**
 * A Grafana dashboard with a panel for each metric of the catalogue, a row for each group.
 *
 * @typedef {{ name: string, type: string, labels: string[], unit: string, help: string }} Metric
 */

const WIDTH = 8;
const COLUMNS = 3;
const HEIGHT = 7;

/** @type {Readonly<Record<string, string>>} */
const GRAFANA_UNITS = { seconds: 's', bytes: 'bytes' };

/** @param {Metric} metric @returns {{ expr: string, legendFormat: string }[]} */
const targetsOf = ({ name, type, labels }) => {
  const by = ['service', ...labels].join(', ');
  const legendFormat = ['service', ...labels].map((label) => `{{${label}}}`).join(' ');
  if (type === 'gauge') return [{ expr: `max by (${by}) (${name})`, legendFormat }];
  if (type === 'counter') return [{ expr: `sum by (${by}) (rate(${name}[5m]))`, legendFormat }];
  return [0.5, 0.99].map((q) => ({
    expr: `histogram_quantile(${q}, sum by (le, service) (rate(${name}_bucket[5m])))`,
    legendFormat: `{{service}} p${q * 100}`,
  }));
};

/** @param {Metric} metric @param {number} id @param {number} x @param {number} y */
const panelOf = (metric, id, x, y) => ({
  id,
  type: 'timeseries',
  title: metric.name,
  description: metric.help,
  datasource: { type: 'prometheus', uid: '${datasource}' },
  gridPos: { h: HEIGHT, w: WIDTH, x, y },
  fieldConfig: {
    defaults: {
      unit: metric.type === 'counter' ? 'cps' : (GRAFANA_UNITS[metric.unit] ?? 'short'),
      min: 0,
    },
    overrides: [],
  },
  targets: targetsOf(metric).map((target, at) => ({
    ...target,
    refId: String.fromCharCode('A'.charCodeAt(0) + at),
  })),
});

/** @param {Readonly<Record<string, Metric[]>>} catalogue By group. */
export const dashboardOf = (catalogue) => {
  /** @type {object[]} */
  const panels = [];
  let y = 0;
  let id = 0;
  for (const [group, metrics] of Object.entries(catalogue)) {
    const gridPos = { h: 1, w: WIDTH * COLUMNS, x: 0, y };
    panels.push({
      id: (id += 1),
      type: 'row',
      title: group,
      collapsed: false,
      gridPos,
      panels: [],
    });
    metrics.forEach((metric, at) => {
      const top = y + 1 + Math.floor(at / COLUMNS) * HEIGHT;
      panels.push(panelOf(metric, (id += 1), (at % COLUMNS) * WIDTH, top));
    });
    y += 1 + Math.ceil(metrics.length / COLUMNS) * HEIGHT;
  }
  return {
    uid: 'outcry',
    title: 'Outcry',
    tags: ['outcry'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Source' }],
    },
    panels,
  };
};
