import { Broken, Unsure as UnsureSyntax } from '../../forms/python/fault.ts';
import { tokensOf } from '../../forms/python/layout.ts';
import { type ExpressionScope, isTrue, Raised, Unsure } from './python-value.ts';
import { StatementReader } from './read-statements.ts';

/** What a policy says: true, false, or that it raises; undefined: not known. */
export type Result = boolean | 'raises' | undefined;

/** A version of Python that reads all of which the value is known here. */
const MINOR = 14;

/**
 * The result of an expression, as far as it is decided without running it: constants, who asks, and what is in the
 * context of a login, with `if`, logic and comparisons (facts, proofs.md: 1). Everything else is not known.
 */
export function evaluateExpression(text: string, scope: ExpressionScope): Result {
  try {
    const run = new StatementReader(tokensOf(text.replaceAll('\r', ''), MINOR), MINOR).body();
    return isTrue(run({ scope, names: new Map() })?.value ?? null);
  } catch (error) {
    if (error instanceof Raised) return 'raises';
    if (error instanceof Unsure || error instanceof Broken || error instanceof UnsureSyntax) return undefined;
    throw error;
  }
}

/** Whether an expression whose result is not known may do something to the login itself. */
export function mayInterfere(text: string): boolean {
  return /\b(flow_plan|plan)\b|\bcontext\s*\[[^\]]*\]\s*=(?!=)|\.(update|save|delete|create|set_password)\(/.test(
    text,
  );
}
