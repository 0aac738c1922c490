import { against, type Row } from '../../report/row';
import type { Debezium } from '../../rivals/debezium';
import type { RaceContext } from '../race';
import { SENT_PER_SECOND } from './drain';
import { COLD_PAYLOAD_BYTES, drainedFresh } from './fresh-relay';

const WARM = 'Debezium, tuned, warm JVM';
const COLD = 'Debezium, tuned, the first backlog after a JVM start';

/**
 * Each payload's row once more, beside Debezium; and what either does when just started. Both count
 * from the first record sent to the last one stored; what precedes the first is in neither rate.
 */
export const besideDebezium = async (
  rows: readonly Row[],
  debezium: Debezium,
  context: RaceContext,
): Promise<readonly Row[]> => {
  const { warm, cold } = await debezium.drain();
  const besideWarm = warm.flatMap(({ payloadBytes, perSecond }) =>
    rows
      .filter(({ name }) => name === `relay-drain/${payloadBytes}`)
      .map((row) => {
        const value = Number(row.settings[SENT_PER_SECOND]);
        return against({ ...row, name: `${row.name}/debezium`, value }, WARM, perSecond);
      }),
  );
  const fresh = await drainedFresh(context);
  const name = `relay-drain/${COLD_PAYLOAD_BYTES}/debezium-cold`;
  return [...rows, ...besideWarm, against({ ...fresh, name }, COLD, cold)];
};
