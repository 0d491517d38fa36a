import { Reader } from '../../forms/python/reader.ts';
import { attributeOf, contextValue, globalValue, hasAttribute, known } from './members.ts';
import { type ExpressionScope, isTrue, type PyValue, Raised, Unsure } from './python-value.ts';

/** What an expression is evaluated with: what is asked, and the names that statements have bound. */
export interface Running {
  readonly scope: ExpressionScope;
  readonly names: Map<string, PyValue | Unsure>;
}

/** Gives the value of an expression. Throws Raised where it raises, and Unsure where its value is not known. */
export type Evaluate = (running: Running) => PyValue;

const OBJECT: PyValue = { kind: 'object' };

/**
 * Reads the expressions of the kinds that are decided without Python: constants, comparisons, logic, who asks, and
 * what is in the context of a login. Anything else is read as far as its syntax goes, and its value is not known.
 * Throws Broken for what it cannot read.
 */
export class ExpressionReader extends Reader {
  protected expression(): Evaluate {
    return this.nested(() => {
      const value = this.disjunction();
      if (!this.accept('if')) return value;
      const condition = this.disjunction();
      this.expect('else');
      const other = this.expression();
      return (running) => (isTrue(condition(running)) ? value(running) : other(running));
    });
  }

  private disjunction(): Evaluate {
    let value = this.conjunction();
    while (this.accept('or')) {
      const [left, right] = [value, this.conjunction()];
      value = (running) => {
        const first = left(running);
        return isTrue(first) ? first : right(running);
      };
    }
    return value;
  }

  private conjunction(): Evaluate {
    let value = this.inversion();
    while (this.accept('and')) {
      const [left, right] = [value, this.inversion()];
      value = (running) => {
        const first = left(running);
        return isTrue(first) ? right(running) : first;
      };
    }
    return value;
  }

  private inversion(): Evaluate {
    if (!this.accept('not')) return this.comparison();
    const value = this.nested(() => this.inversion());
    return (running) => !isTrue(value(running));
  }

  private comparison(): Evaluate {
    const left = this.primary();
    for (const operator of ['==', '!=', 'is', 'in', 'not'] as const) {
      if (!this.accept(operator)) continue;
      const isNot = operator === 'is' && this.accept('not');
      if (operator === 'not') this.expect('in');
      const right = this.primary();
      const isOpposite = operator === '!=' || operator === 'not' || isNot;
      const compare = operator === 'in' || operator === 'not' ? isIn : areSame;
      return (running) => compare(left(running), right(running), running) !== isOpposite;
    }
    return left;
  }

  private primary(): Evaluate {
    let value = this.atom();
    for (;;) {
      const owner = value;
      if (this.accept('.')) {
        const name = this.name('an attribute');
        if (name === 'get' && this.accept('(')) value = this.get(owner);
        else value = ({ scope, ...running }) => attributeOf(owner({ scope, ...running }), name, scope);
      } else if (this.accept('[')) {
        const key = this.expression();
        this.expect(']');
        value = (running) => valueAt(owner(running), key(running), running);
      } else if (this.accept('(')) {
        this.skipTo(')');
        value = unknown;
      } else return value;
    }
  }

  private get(owner: Evaluate): Evaluate {
    const key = this.expression();
    const other = this.accept(',') ? this.expression() : (): PyValue => null;
    this.expect(')');
    return (running) => {
      const from = owner(running);
      if (from === null) throw new Raised();
      if (typeof from !== 'object' || from.kind !== 'context') throw new Unsure();
      return contextValue(textOf(key(running)), running.scope) ?? other(running);
    };
  }

  private atom(): Evaluate {
    const token = this.peek();
    const text = /^'([^'\\]*)'$|^"([^"\\]*)"$/.exec(token.text);
    if (token.kind === 'string' && text) {
      this.take();
      return () => text[1] ?? text[2] ?? '';
    }
    if (token.kind === 'number' && /^\d+$/.test(token.text)) {
      this.take();
      return () => Number(token.text);
    }
    if (this.accept('None')) return () => null;
    if (this.accept('True')) return () => true;
    if (this.accept('False')) return () => false;
    if (this.accept('(')) {
      const value = this.expression();
      this.expect(')');
      return value;
    }
    const name = this.name('a value');
    if (this.is('(') && name in CALLS) return this.call(name);
    return ({ names }) => {
      const bound = names.get(name);
      if (bound instanceof Unsure) throw bound;
      return bound === undefined ? globalValue(name) : bound;
    };
  }

  /** A call of a function that is known. */
  private call(name: string): Evaluate {
    this.expect('(');
    const args: Evaluate[] = [];
    while (!this.accept(')')) {
      if (this.peek().kind === 'name' && this.peek(1).text === '=') {
        this.take();
        this.take();
      }
      args.push(this.expression());
      if (!this.accept(',')) {
        this.expect(')');
        break;
      }
    }
    return (running) => CALLS[name]?.(args, running) ?? null;
  }

  /** Skips what is in brackets. */
  private skipTo(end: string): void {
    for (let depth = 0; depth >= 0; ) {
      if (this.peek().kind === 'end') this.refuse(`${end} is missing`);
      if (this.is('(', '[', '{')) depth += 1;
      if (this.is(')', ']', '}')) depth -= 1;
      this.take();
    }
  }
}

/** The functions that are known. */
const CALLS: Readonly<Record<string, (args: readonly Evaluate[], running: Running) => PyValue>> = {
  ak_message: () => null,
  // What it gives is an object, which is true whatever the other policy says (measured).
  ak_call_policy: () => OBJECT,
  bool: ([value], running) => isTrue(value?.(running) ?? false),
  hasattr: ([owner, name], running) =>
    hasAttribute(known(owner)(running), textOf(known(name)(running)), running.scope),
  ak_is_group_member: ([who, name], running) => {
    const user = known(who)(running);
    if (typeof user !== 'object' || user?.kind !== 'subject') throw new Unsure();
    if (user.subject === 'nobody') throw new Raised();
    return known(running.scope.isMember(user.subject, textOf(known(name)(running))));
  },
};

function unknown(): never {
  throw new Unsure();
}

function textOf(value: PyValue): string {
  if (typeof value !== 'string') throw new Unsure();
  return value;
}

function valueAt(owner: PyValue, key: PyValue, { scope }: Running): PyValue {
  if (typeof owner !== 'object' || owner?.kind !== 'context') throw new Unsure();
  const value = contextValue(textOf(key), scope);
  if (value === undefined) throw new Raised();
  return value;
}

function isIn(left: PyValue, right: PyValue, { scope }: Running): boolean {
  if (typeof right === 'string') return right.includes(textOf(left));
  if (typeof right !== 'object' || right?.kind !== 'context') throw new Unsure();
  return contextValue(textOf(left), scope) !== undefined;
}

function areSame(left: PyValue, right: PyValue): boolean {
  const isObject = (value: PyValue): boolean => typeof value === 'object' && value !== null;
  if (isObject(left) && isObject(right)) throw new Unsure();
  return left === right;
}
