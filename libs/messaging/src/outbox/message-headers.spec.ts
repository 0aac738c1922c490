import { bidding, envelopeSchema } from '@outcry/contracts';
import { messageHeaders } from './message-headers';
import { traceOf } from '../trace-headers';
import { message } from './outgoing-message';

const emission = {
  id: '0193f0a0-0000-7000-8000-000000000001',
  source: '/outcry/bidding',
  nowMs: Date.UTC(2026, 10, 21, 12, 0, 0, 5),
  traceHeaders: {},
};
const outgoing = {
  definition: bidding.paddleClosedV1,
  tenantId: 'default',
  key: 'paddle-1',
  data: {} as never,
};

describe('the headers of an emitted message', () => {
  it('are CloudEvents attributes in Kafka’s binary mode', () => {
    const headers = messageHeaders(message(outgoing), emission);
    expect(headers).toEqual({
      ce_specversion: '1.0',
      ce_id: emission.id,
      ce_source: '/outcry/bidding',
      ce_type: 'bidding.paddle-closed.v1',
      ce_time: '2026-11-21T12:00:00.005Z',
      ce_subject: 'paddle-1',
      ce_dataschema: '/schemas/bidding.paddle-closed.v1.json',
      ce_partitionkey: 'paddle-1',
      ce_tenantid: 'default',
      'content-type': 'application/json',
    });
    expect(envelopeSchema.safeParse(headers).success).toBe(true);
  });

  it('carry the sequence zero-padded, so that it compares as text', () => {
    const headers = messageHeaders(message({ ...outgoing, sequence: 42n }), emission);
    expect(headers['ce_sequence']).toBe('00000000000000000042');
  });

  it('carry correlation, causation and the trace of the causing request', () => {
    const causation = { correlationId: 'c', causationId: 'd' };
    const traceHeaders = { traceparent: '00-a-b-01', tracestate: 'x=1', baggage: 'k=v' };
    expect(
      messageHeaders(message({ ...outgoing, causation }), { ...emission, traceHeaders }),
    ).toMatchObject({ ce_correlationid: 'c', ce_causationid: 'd', ...traceHeaders });
  });

  it('carry the trace of the message’s own cause before that of whatever is being served', () => {
    const serving = { traceparent: '00-a-b-01', baggage: 'k=v' };
    const trace = traceOf({ headers: { traceparent: '00-c-d-01', tracestate: 'x=1', ce_id: '1' } });
    const headers = messageHeaders(message({ ...outgoing, causation: { trace } }), {
      ...emission,
      traceHeaders: serving,
    });
    expect(headers).toMatchObject({ traceparent: '00-c-d-01', tracestate: 'x=1' });
    expect(headers).not.toHaveProperty('baggage');
  });

  it('carry the trace being served where the cause has none', () => {
    const traceHeaders = { traceparent: '00-a-b-01' };
    const causation = { trace: traceOf({ headers: { ce_id: '1' } }) };
    expect(
      messageHeaders(message({ ...outgoing, causation }), { ...emission, traceHeaders }),
    ).toMatchObject(traceHeaders);
  });

  it('carry each of correlation and causation alone', () => {
    const one = messageHeaders(
      message({ ...outgoing, causation: { correlationId: 'c' } }),
      emission,
    );
    expect(one).toMatchObject({ ce_correlationid: 'c' });
    expect(one).not.toHaveProperty('ce_causationid');
    const other = messageHeaders(
      message({ ...outgoing, causation: { causationId: 'd' } }),
      emission,
    );
    expect(other).toMatchObject({ ce_causationid: 'd' });
    expect(other).not.toHaveProperty('ce_correlationid');
  });
});
