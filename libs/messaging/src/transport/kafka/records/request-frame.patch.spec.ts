import { RequestBody } from './request-body';
import { asEncoder, patchRequestFrame, type Encoder } from './request-frame.patch';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const KafkajsEncoder = require('kafkajs/src/protocol/encoder') as new () => Encoder & {
  writeString(text: string): Encoder;
};

const BODY = Buffer.from('body');
const bodyWithRoom = (room: number): RequestBody =>
  new RequestBody(Buffer.concat([Buffer.alloc(room, '.'), BODY]), room);
const withText = (text: string): Encoder => new KafkajsEncoder().writeString(text);

describe('the frame of a request', () => {
  beforeAll(patchRequestFrame);

  it('is written before the body, which stays where it is', () => {
    const whole = Buffer.alloc(20, '.');
    BODY.copy(whole, 16);
    const inner = withText('in').writeEncoder(asEncoder(new RequestBody(whole, 16)));
    const outer = withText('out').writeEncoder(inner);
    expect(outer.buffer.toString('latin1')).toBe('\0\x03out\0\x02inbody');
    expect(outer.size()).toBe(13);
    expect(outer.buffer.buffer).toBe(whole.buffer);
    expect(whole.toString('latin1')).toBe('.......\0\x03out\0\x02inbody');
  });

  it.each([
    ['none', 0],
    ['one byte too little', 3],
    ['enough', 4],
  ])('is right with room for it: %s', (_, room) => {
    const framed = withText('in').writeEncoder(asEncoder(bodyWithRoom(room)));
    expect(framed.buffer.toString('latin1')).toBe('\0\x02inbody');
    expect(withText('out').writeEncoder(framed).buffer.toString('latin1')).toBe(
      '\0\x03out\0\x02inbody',
    );
  });

  it('keeps what is written behind the body', () => {
    const inner = withText('in').writeEncoder(asEncoder(bodyWithRoom(64)));
    const longer = (inner as InstanceType<typeof KafkajsEncoder>).writeString('more');
    const outer = withText('out').writeEncoder(longer);
    expect(outer.buffer.toString('latin1')).toBe('\0\x03out\0\x02inbody\0\x04more');
  });

  it('can be put around the same body twice', () => {
    const body = asEncoder(bodyWithRoom(64));
    const [first, second] = ['one', 'two'].map((text) => withText(text).writeEncoder(body));
    expect(first?.buffer.toString('latin1')).toBe('\0\x03onebody');
    expect(second?.buffer.toString('latin1')).toBe('\0\x03twobody');
  });

  it('goes around kafkajs’ own encoders as ever', () => {
    const framed = withText('a').writeEncoder(withText('b'));
    expect(framed.buffer.toString('latin1')).toBe('\0\x01a\0\x01b');
    expect(() => withText('a').writeEncoder({} as Encoder)).toThrow('instance of Encoder');
  });
});
