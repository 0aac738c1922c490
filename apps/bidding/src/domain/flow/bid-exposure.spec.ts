import { aPaddle } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';

describe('exposure', () => {
  it('of a leader is the secret maximum and the premium on it', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.exposureOf('anna')).toBe(96_00n);
    room.bid('anna', 100_00n);
    expect(room.exposureOf('anna')).toBe(120_00n);
  });

  it('moves with the lead, so that its sum is what leaders may owe', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('ben', 50_00n);
    expect([room.exposureOf('anna'), room.exposureOf('ben')]).toEqual([96_00n, 0n]);
    room.bid('ben', 90_00n);
    expect([room.exposureOf('anna'), room.exposureOf('ben')]).toEqual([0n, 108_00n]);
  });

  it('reaches the limit exactly, and not beyond', () => {
    const room = new Room();
    room.register(aPaddle('anna', { limit: 96_00n }), aPaddle('ben', { limit: 95_99n }));
    expect(room.bid('ben', 80_00n)).toBe('over_limit');
    expect(room.bid('anna', 80_00n)).toBe('leading');
  });

  it('counts what is committed elsewhere, and not what this bid replaces', () => {
    const room = new Room();
    const elsewhere = { kind: 'leading', maximum: 50_00n, premium: 10_00n } as const;
    room.register(aPaddle('anna', { limit: 180_00n, commitments: { other: elsewhere } }));
    expect(room.bid('anna', 100_01n)).toBe('over_limit');
    expect(room.bid('anna', 90_00n)).toBe('leading');
    expect(room.bid('anna', 100_00n)).toBe('raised');
    expect(room.exposureOf('anna')).toBe(180_00n);
  });

  it('is checked also for a bid that would not lead, so that a refusal tells nothing', () => {
    const room = new Room();
    room.register(aPaddle('ben', { limit: 59_99n }));
    room.bid('anna', 80_00n);
    expect(room.bid('ben', 50_00n)).toBe('over_limit');
  });

  it('within a batch counts the bids before', () => {
    const room = new Room();
    room.register(aPaddle('anna', { limit: 96_00n }));
    const outcomes = room.batch([room.placing('anna', 80_00n), room.placing('anna', 80_01n)]);
    expect(outcomes[1]).toMatchObject({ rejection: { code: 'over_limit' } });
  });

  it('of a leader whose paddle was not given to the decision is a defect', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.paddles.delete('anna');
    expect(() => room.bid('ben', 90_00n)).toThrow('the committed paddle paddle-anna is at hand');
  });
});
