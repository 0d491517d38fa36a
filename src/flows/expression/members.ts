import { type ExpressionScope, type PyValue, Raised, type Subject, Unsure } from './python-value.ts';

/** The value of an attribute of an object. Throws Raised where it has none, Unsure where that is not known. */
export function attributeOf(owner: PyValue, name: string, scope: ExpressionScope): PyValue {
  if (owner === null) throw new Raised();
  if (typeof owner !== 'object') throw new Unsure();
  if (owner.kind === 'request' && name === 'user') return { kind: 'subject', subject: scope.user };
  if (owner.kind === 'request' && name === 'context') return { kind: 'context' };
  if (owner.kind === 'flow-plan' && name === 'context') return { kind: 'context' };
  if (owner.kind === 'subject') return ofSubject(owner.subject, name, scope);
  throw new Unsure();
}

function ofSubject(subject: Subject, name: string, scope: ExpressionScope): PyValue {
  const isNobody = subject === 'nobody';
  switch (name) {
    case 'is_authenticated':
      return !isNobody;
    case 'is_anonymous':
      return isNobody;
    case 'is_superuser':
      return known(scope.isSuperuser(subject));
    case 'username':
      if (isNobody) return '';
      return known(subject === 'pretended' ? undefined : subject.username);
    case 'is_active':
      if (isNobody) return false;
      return known(subject === 'pretended' ? undefined : subject.isActive);
    case 'email':
      if (isNobody) throw new Raised();
      return known(subject === 'pretended' ? undefined : subject.email);
    default:
      throw new Unsure();
  }
}

/** Whether an object has an attribute. */
export function hasAttribute(owner: PyValue, name: string, scope: ExpressionScope): boolean {
  if (owner === null) return false;
  if (typeof owner === 'object' && owner.kind === 'subject' && name === 'backend') {
    if (owner.subject !== scope.pending) throw new Unsure();
    return known(scope.hasBackend);
  }
  throw new Unsure();
}

/** The value of the context under a name; undefined where it has none. Throws Unsure where that is not known. */
export function contextValue(name: string, scope: ExpressionScope): PyValue | undefined {
  switch (name) {
    case 'pending_user':
      return scope.pending === undefined ? undefined : { kind: 'subject', subject: scope.pending };
    case 'flow_plan':
      return scope.hasPlan ? { kind: 'flow-plan' } : undefined;
    case 'auth_method':
      return known(scope.method) ?? undefined;
    case 'prompt_data':
      if (!scope.hasPromptData) return undefined;
      throw new Unsure();
    default:
      throw new Unsure();
  }
}

/** The value of a name that no statement has bound. */
export function globalValue(name: string): PyValue {
  switch (name) {
    case 'request':
      return { kind: 'request' };
    case 'context':
      return { kind: 'context' };
    case 'ak_is_sso_flow':
      // Nobody comes from another source who signs in by name.
      return false;
    default:
      throw new Unsure();
  }
}

/** A value that is known. Throws Unsure for one that is not. */
export function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Unsure();
  return value;
}
