import { against, type Row } from '../../report/row';
import type { Debezium } from '../../rivals/debezium';

const RIVAL = 'Debezium, its profile for latency';

/**
 * What is delivered, measured as Debezium's harness measures: from the acknowledged commit to a
 * consumer's hands. The ratio is that of the medians; that of the p99 is among the settings.
 */
export const besideDebezium = async (
  rows: readonly Row[],
  debezium: Debezium,
): Promise<readonly Row[]> => {
  const delivered = await debezium.deliver();
  return rows.map((row) => {
    const rival = delivered.find(
      ({ perSecond }) => row.name === `commit-to-consumed/delivered/${perSecond}`,
    );
    if (rival === undefined) return row;
    const p99Ratio = Number(((row.p99 ?? Number.NaN) / rival.p99).toFixed(2));
    const settings = { ...row.settings, rivalP99: rival.p99, p99Ratio };
    return against({ ...row, settings }, RIVAL, rival.p50);
  });
};
