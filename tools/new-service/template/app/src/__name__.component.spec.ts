import { randomUUID } from 'node:crypto';
import { eventually } from '@outcry/testing';
import { start__PascalName__, type Running__PascalName__ } from '../test/running-__name__';

const TOMORROW = new Date(Date.now() + 86_400_000).toISOString();
const vase = { title: 'Vase', dueAt: TOMORROW };

let service: Running__PascalName__;
beforeAll(async () => {
  service = await start__PascalName__();
});
afterAll(() => service.stop());

const register = (body: object, key: string = randomUUID()) =>
  service.call('ada', 'POST', '/v1/__name__', body, key);

describe('registering an item', () => {
  it('answers with the item, which its owner and operators can read, and nobody else', async () => {
    const { status, json } = await register(vase);
    expect([status, json]).toEqual([
      201,
      expect.objectContaining({ ...vase, registeredBy: 'ada' }),
    ]);
    const path = `/v1/__name__/${String(json['id'])}`;
    expect((await service.call('ada', 'GET', path)).json).toEqual(json);
    expect((await service.call('op', 'GET', path)).json).toEqual(json);
    expect((await service.call('eve', 'GET', path)).status).toBe(404);
  });

  it('publishes one event, also when the request is repeated', async () => {
    const key = randomUUID();
    const [first, again] = [await register(vase, key), await register(vase, key)];
    expect(again).toEqual(first);
    const told = () => service.published().filter((one) => one.key === first.json['id']);
    await eventually(() => expect(told()).toHaveLength(1));
    expect(told()).toMatchObject([
      {
        type: '__name__.item-registered.v1',
        sequence: 1n,
        data: { ...vase, registeredBy: 'ada' },
      },
    ]);
  });

  it('is refused for a time that has passed, and then tells nobody', async () => {
    const late = { title: 'Late', dueAt: '2020-01-01T00:00:00.000Z' };
    const { status, json } = await register(late);
    expect([status, json['code']]).toEqual([422, 'due_time_passed']);
    const next = await register(vase);
    await eventually(() =>
      expect(service.published().map(({ key }) => key)).toContain(next.json['id']),
    );
    expect(service.published()).not.toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ title: 'Late' }) }),
    );
  });

  it('is refused with unknown fields', async () => {
    expect((await register({ ...vase, colour: 'blue' })).status).toBe(400);
  });
});
