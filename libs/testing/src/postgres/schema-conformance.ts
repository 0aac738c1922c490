import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHASSIS_TABLES, driftOf } from '@outcry/service';
import { testServers } from '../servers';

/**
 * What every service's schema keeps: Prisma is told of exactly what the migrations make, but for
 * the tables of the chassis. That these are in the migrations unchanged is checked with the sizes
 * and documents, in `tools/checks/tidy.mjs`.
 *
 * @param prismaDir the folder of `schema.prisma` and `migrations`
 */
export const describeSchema = (prismaDir: string): void => {
  describe('the schema', () => {
    it('is in schema.prisma what the migrations make', async () => {
      const drift = await driftOf({
        serverUrl: testServers().postgresUrl,
        migrationsDir: join(prismaDir, 'migrations'),
        schemaText: readFileSync(join(prismaDir, 'schema.prisma'), 'utf8'),
        notInSchema: CHASSIS_TABLES,
      });
      expect(drift).toEqual([]);
    });
  });
};
