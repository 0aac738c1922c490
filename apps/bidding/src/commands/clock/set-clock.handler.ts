import { accept, isOperationalError, reject, toTimestamp, type Result } from '@outcry/kernel';
import type { Database } from '@outcry/messaging';
import { constraintOf } from '@outcry/service';

const SET_CLOCK = `
INSERT INTO clock.set_clock (tenant_id, set_to)
SELECT $1, $2 FROM clock.database_mark
    ON CONFLICT (tenant_id) DO UPDATE SET set_to = EXCLUDED.set_to`;

/**
 * Sets the tenant's clock, which stands still until it is set again. Rejections: `not_found` in a
 * database that is neither demo nor test, `clock_goes_back`.
 */
export const setClock = async (
  database: Database,
  tenantId: string,
  nowMs: number,
): Promise<Result<null>> => {
  try {
    const { rowCount } = await database.query(SET_CLOCK, [tenantId, toTimestamp(nowMs)]);
    if (rowCount === 1) return accept(null);
    return reject('not_found', 'Check the path; there is no such resource.');
  } catch (error) {
    if (!isOperationalError(error) || constraintOf(error) !== 'set_clock_never_goes_back')
      throw error;
    return reject('clock_goes_back', 'Set the clock to its present time or later.', {
      field: '/now',
    });
  }
};
