import { every, opposite, some } from '../semantics/three-valued.ts';
import { evaluateExpression, type Result } from './expression/evaluate-expression.ts';
import type { ExpressionScope, Subject } from './expression/python-value.ts';
import { isMember, isMemberByName, isSuperuser } from './membership.ts';
import type { Id, Mode, Policy, PolicyBinding, World } from './world.ts';

/** What policies are asked with, beside whom they are asked about. */
export type PolicyContext = Pick<
  ExpressionScope,
  'pending' | 'hasBackend' | 'method' | 'hasPlan' | 'hasPromptData'
>;

/** Somebody, as policies are asked about him. */
interface Question {
  readonly world: World;
  readonly user: Subject;
  readonly context: PolicyContext;
}

/**
 * Whether the policies that are bound to something pass for somebody: undefined where that is not known. Disabled
 * bindings do not exist; without any, all pass (measured on both releases: 1246 and 1854 questions).
 */
export function policiesPass(
  world: World,
  target: { readonly id: Id; readonly mode: Mode | undefined },
  user: Subject,
  context: PolicyContext,
): boolean | undefined {
  const bindings = world.policiesOf(target.id);
  if (!bindings) return undefined;
  const maybeOn = bindings.filter(({ enabled }) => enabled !== false);
  if (maybeOn.length === 0) return true;
  const question = { world, user, context };
  // One of which nobody knows whether it is on: as if it were, and as if it were not.
  const doubtful = maybeOn.find(({ enabled }) => enabled === undefined);
  if (doubtful) {
    const rest = maybeOn.filter((one) => one !== doubtful);
    const settled = { ...doubtful, enabled: true };
    return same([rest, [...rest, settled]].map((some) => combined(question, some, target.mode)));
  }
  return combined(question, maybeOn, target.mode);
}

function combined(
  question: Question,
  bindings: readonly PolicyBinding[],
  mode: Mode | undefined,
): boolean | undefined {
  if (bindings.length === 0) return true;
  if (mode === undefined)
    return same((['any', 'all'] as const).map((one) => combined(question, bindings, one)));
  const { world, user } = question;
  const { staticBindings } = world.rules;
  const value = (binding: PolicyBinding): boolean | undefined => bindingValue(question, binding);
  const by = mode === 'any' ? some : every;
  if (staticBindings === 'each') return by(bindings, value);
  const statics = bindings.filter(({ asks }) => asks?.kind === 'group' || asks?.kind === 'user');
  const policies = bindings.filter((binding) => !statics.includes(binding));
  if (statics.length === 0) return by(policies, value);
  const together = staticBindings === 'one is enough' ? some : by;
  const whole = user === 'nobody' ? false : together(statics, value);
  return by([...policies.map(value), whole], (one) => one);
}

function bindingValue(question: Question, binding: PolicyBinding): boolean | undefined {
  const { world, user } = question;
  const { asks, negate } = binding;
  if (!asks) return undefined;
  if (asks.kind === 'policy') {
    const result = policyResult(question, world.policy(asks.id));
    if (result !== 'raises') return negated(result, negate);
    return world.rules.hasFailureResult ? binding.failureResult : false;
  }
  // Of whom there is no object, a group binding is false, negated or not; before 2025.8 it raises (measured).
  if (user === 'pretended' || (user === 'nobody' && asks.kind === 'group')) return false;
  const isSo =
    asks.kind === 'group' ? isMember(world, user, asks.id) : user !== 'nobody' && user.id === asks.id;
  return negated(isSo, negate);
}

function negated(value: boolean | undefined, negate: boolean | undefined): boolean | undefined {
  if (negate === undefined) return undefined;
  return negate ? opposite(value) : value;
}

function policyResult({ world, user, context }: Question, policy: Policy | undefined): Result {
  const value = policy?.value;
  switch (policy?.kind) {
    case 'expression': {
      const text = value?.('expression');
      if (typeof text !== 'string') return undefined;
      return evaluateExpression(text, {
        ...context,
        user,
        isSuperuser: (subject) => isSuperuser(world, subject),
        isMember: (subject, name) => isMemberByName(world, subject, name),
      });
    }
    case 'constant': {
      const result = value?.('result');
      // Without a span to wait in, it fails outside what a binding's failure result is for (measured).
      if (value?.('wait_min') === value?.('wait_max') && value?.('wait_min') !== undefined) return false;
      return typeof result === 'boolean' ? result : undefined;
    }
    case 'never':
      return context.hasPromptData ? undefined : false;
    default:
      return undefined;
  }
}

/** The value that all of some have; undefined where they differ. */
function same(values: readonly (boolean | undefined)[]): boolean | undefined {
  return values.every((one) => one === values[0]) ? values[0] : undefined;
}
