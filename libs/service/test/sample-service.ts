import { z } from 'zod';
import {
  commonEnvironment,
  createIdempotency,
  databaseEnvironment,
  defineEndpoint,
  kafkaEnvironment,
  redisEnvironment,
  route,
  type ServiceDefinition,
  type ServiceDeps,
  type ServiceParts,
} from '../src';

/** A service as small as one can be: for tests of the chassis. */
export const sampleConfig = z.object({
  ...commonEnvironment.shape,
  ...databaseEnvironment.shape,
  ...kafkaEnvironment.shape,
  ...redisEnvironment.partial().shape,
});
export type SampleConfig = z.output<typeof sampleConfig>;

const createNote = defineEndpoint({
  method: 'POST',
  path: '/v1/notes',
  operationId: 'createNote',
  summary: 'Write a note',
  tag: 'notes',
  access: { roles: ['bidder'] },
  idempotency: 'required',
  body: z.strictObject({ text: z.string(), delayMs: z.int().optional() }),
  responses: { 201: { description: 'the note', schema: z.object({ text: z.string() }) } },
});

const buildSample = (deps: ServiceDeps<SampleConfig>): ServiceParts => {
  const idempotency = createIdempotency({ database: deps.database, rejections: [] });
  return {
    info: { title: 'Sample', version: '1.0.0', description: 'a sample' },
    routes: [
      route(createNote, (request) =>
        idempotency.run(request, async (sql) => {
          const { text, delayMs = 0 } = request.body;
          await sql.query('SELECT pg_sleep($1::float / 1000)', [delayMs]);
          deps.log.info('a note was written');
          return { status: 201, body: { text } };
        }),
      ),
    ],
  };
};

/** @param dir holds `migrations/`, which the database must have */
export const sampleService = (dir: string): ServiceDefinition<SampleConfig> => ({
  name: 'sample',
  config: sampleConfig,
  dir,
  build: buildSample,
});
