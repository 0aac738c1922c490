/** As much of PromQL as the alerts are written in, so that their own text can be tried. */
export type Matcher = {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
};
export type Selector = {
  readonly kind: 'selector';
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  readonly rangeMinutes: number | null;
};
export type Rule =
  | Selector
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Rule[] }
  | {
      readonly kind: 'aggregate';
      readonly name: string;
      readonly by: readonly string[];
      readonly of: Rule;
    }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Rule; readonly right: Rule };

const TOKEN = /\s*(=~|!~|!=|>=|<=|==|[-+*/<>=(){}[\],]|"[^"]*"|\d+(?:\.\d+)?[a-z]?|[a-z_]\w*)/y;

const tokensOf = (text: string): string[] => {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new Error(`no rule: ${text.slice(at)}`);
    tokens.push(token);
  }
  return tokens;
};

const AGGREGATES = ['sum', 'max', 'min'];
/** Loosest first. */
const PRECEDENCE = [
  ['>', '<', '>=', '<=', '=='],
  ['+', '-'],
  ['*', '/'],
];

class RuleParser {
  private at = 0;
  private readonly tokens: readonly string[];
  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  private take(expected?: string): string {
    const token = this.tokens[this.at];
    if (token === undefined || (expected !== undefined && token !== expected))
      throw new Error(`expected ${expected ?? 'more'}, found ${token ?? 'the end'}`);
    this.at += 1;
    return token;
  }

  private skip(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  whole(): Rule {
    const rule = this.binary(0);
    if (this.at < this.tokens.length) throw new Error(`more than a rule: ${this.take()}`);
    return rule;
  }

  private binary(level: number): Rule {
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.single();
    let left = this.binary(level + 1);
    for (let op = this.tokens[this.at]; op !== undefined && operators.includes(op);) {
      this.take();
      left = { kind: 'binary', op, left, right: this.binary(level + 1) };
      op = this.tokens[this.at];
    }
    return left;
  }

  private single(): Rule {
    const token = this.take();
    if (token === '(') {
      const inner = this.binary(0);
      this.take(')');
      return inner;
    }
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (AGGREGATES.includes(token)) return this.aggregate(token);
    if (!this.skip('(')) return this.selector(token);
    return { kind: 'call', name: token, args: this.list(')', () => this.binary(0)) };
  }

  private list<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.skip(end)) {
      items.push(item());
      this.skip(',');
    }
    return items;
  }

  private aggregate(name: string): Rule {
    this.take('by');
    this.take('(');
    const by = this.list(')', () => this.take());
    this.take('(');
    const of = this.binary(0);
    this.take(')');
    return { kind: 'aggregate', name, by, of };
  }

  private selector(metric: string): Selector {
    const matcher = (): Matcher => ({
      label: this.take(),
      op: this.take() as Matcher['op'],
      value: this.take().slice(1, -1),
    });
    const matchers = this.skip('{') ? this.list('}', matcher) : [];
    if (!this.skip('[')) return { kind: 'selector', metric, matchers, rangeMinutes: null };
    const range = this.take();
    this.take(']');
    if (!/^\d+m$/.test(range)) throw new Error(`a range in minutes, not ${range}`);
    return { kind: 'selector', metric, matchers, rangeMinutes: Number.parseInt(range, 10) };
  }
}

export const parseRule = (text: string): Rule => new RuleParser(text).whole();

/** Every metric that a rule reads, with the labels that it names of it. */
export const selectorsOf = (rule: Rule): readonly Selector[] => {
  if (rule.kind === 'selector') return [rule];
  if (rule.kind === 'call') return rule.args.flatMap(selectorsOf);
  if (rule.kind === 'aggregate') return selectorsOf(rule.of);
  return rule.kind === 'binary' ? [...selectorsOf(rule.left), ...selectorsOf(rule.right)] : [];
};
