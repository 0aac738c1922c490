/** The tokens of RFC 8259; a string may not hold control characters. */
const PUNCTUATION = String.raw`([{}[\],:])`;
const STRING = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const TOKEN = new RegExp(`${PUNCTUATION}|(${STRING}|${NUMBER}|true|false|null)`, 'y');
const SPACE = /[ \t\n\r]*/y;

type Expectation = 'value' | 'value_or_end' | 'name' | 'name_or_end' | 'colon' | 'comma_or_end';

/** Whether a token may stand where `expected` says; the state machine of RFC 8259's grammar. */
const next = (expected: Expectation, token: string, open: string[]): Expectation | undefined => {
  if (token === '{' || token === '[') {
    if (expected !== 'value' && expected !== 'value_or_end') return undefined;
    open.push(token);
    return token === '{' ? 'name_or_end' : 'value_or_end';
  }
  if (token === '}' || token === ']') {
    const mayEnd = token === '}' ? 'name_or_end' : 'value_or_end';
    if (expected !== mayEnd && expected !== 'comma_or_end') return undefined;
    return open.pop() === (token === '}' ? '{' : '[') ? 'comma_or_end' : undefined;
  }
  if (token === ':') return expected === 'colon' ? 'value' : undefined;
  if (token === ',') {
    if (expected !== 'comma_or_end' || open.length === 0) return undefined;
    return open.at(-1) === '{' ? 'name' : 'value';
  }
  if (expected === 'name' || expected === 'name_or_end') {
    return token.startsWith('"') ? 'colon' : undefined;
  }
  return expected === 'value' || expected === 'value_or_end' ? 'comma_or_end' : undefined;
};

const skipSpace = (text: string, from: number): number => {
  SPACE.lastIndex = from;
  SPACE.exec(text);
  return SPACE.lastIndex;
};

/**
 * Index of the first token that makes `text` no JSON, or its length when it merely ends too soon.
 * The engine's own message is no use: it quotes the body, and often names no position.
 */
export const jsonErrorPosition = (text: string): number => {
  const open: string[] = [];
  let expected: Expectation = 'value';
  let position = skipSpace(text, 0);
  while (position < text.length) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (match === null) return position;
    const after = next(expected, match[1] ?? match[2] ?? '', open);
    if (after === undefined) return position;
    expected = after;
    position = skipSpace(text, TOKEN.lastIndex);
  }
  return text.length;
};
