import { describe, expect, test } from 'vitest';
import {
  evaluateExpression,
  mayInterfere,
  type Result,
} from '../../src/flows/expression/evaluate-expression.ts';
import type { ExpressionScope } from '../../src/flows/expression/python-value.ts';
import { person } from './plain-world.ts';

/* Expressions of policies: what they say for somebody, and that nothing is said of what cannot be told. */

const ADA = person('ada', { email: 'ada@example.org' });
const HIM: ExpressionScope = {
  user: ADA,
  pending: ADA,
  hasBackend: false,
  method: null,
  hasPlan: true,
  hasPromptData: false,
  isSuperuser: () => true,
  isMember: (_, group) => group === 'staff',
};
const NOBODY: ExpressionScope = { ...HIM, user: 'nobody', pending: undefined };

describe('for the user of a login', () => {
  test.each<[expression: string, result: Result]>([
    ['return True', true],
    ['return', false],
    ['x = 1', false],
    ['return ""', false],
    ['return 0', false],
    ['return "no"', true],
    ['# a comment\nak_message("no")\nreturn False', false],
    ['raise ValueError("x")', 'raises'],
    ['return request.user.username == "ada"', true],
    ["return request.user.username != 'ada'", false],
    ['return request.user.username in "ada eve"', true],
    ['return not request.user.is_superuser', false],
    ['return request.user.is_superuser and request.user.email == "x"', false],
    ['return request.user.is_active or no_such_name', true],
    ['return ak_is_group_member(request.user, name="staff")', true],
    ['return ak_is_group_member(request.user, name="other")', false],
    ['return ak_call_policy("never")', true],
    ['return ak_call_policy("never").passing', undefined],
    ['return request.context["pending_user"].username == "ada"', true],
    ['return context.get("pending_user") is None', false],
    ['return "pending_user" in context', true],
    ['return "pending_user" not in request.context', false],
    ['return request.context.get("auth_method", "none") == "none"', true],
    ['return hasattr(context.get("flow_plan").context.get("pending_user"), "backend")', false],
    [
      'plan = request.context.get("flow_plan")\nif not plan:\n    return True\nreturn not hasattr(plan.context.get("pending_user"), "backend")',
      true,
    ],
    [
      'if request.user.username == "eve":\n    return False\nelif request.user.username == "ada":\n    return True\nelse:\n    return False',
      true,
    ],
    ['if False: return True\nreturn False', false],
    ['return True if request.user.is_anonymous else False', false],
    ['from x import y\nimport z\npass\nreturn True', true],
    ['x = unknown()\nreturn True', true],
    ['x = unknown()\nreturn x', undefined],
    ['return ak_is_sso_flow', false],
    ['return request.user.group_attributes()["a"]', undefined],
    ['for x in []:\n    pass\nreturn True', undefined],
    ['return request.http_request.GET', undefined],
    ['return context["other"]', undefined],
    ['return no python', undefined],
    ['return f"{request.user}"', undefined],
    ['return 1 + 1', undefined],
    ['context["x"] = 1\nreturn True', undefined],
  ])('%j: %s', (expression, result) => {
    expect(evaluateExpression(expression, HIM)).toBe(result);
  });
});

describe('for somebody who is not signed in', () => {
  test.each<[expression: string, result: Result]>([
    ['return request.user.is_authenticated', false],
    ['return request.user.username == ""', true],
    ['return request.user.is_active', false],
    // Measured: nobody has neither a mail address nor groups.
    ['return request.user.email == ""', 'raises'],
    ['return ak_is_group_member(request.user, name="staff")', 'raises'],
    ['return request.context["pending_user"].username == "ada"', 'raises'],
    ['him = request.context["pending_user"]\nreturn True', 'raises'],
    ['return context.get("pending_user").username == "ada"', 'raises'],
    ['return hasattr(context.get("pending_user"), "backend")', false],
    ['return hasattr(request.user, "backend")', undefined],
  ])('%j: %s', (expression, result) => {
    expect(evaluateExpression(expression, NOBODY)).toBe(result);
  });

  test('about a flow, there is no plan yet', () => {
    expect(evaluateExpression('return "flow_plan" in context', NOBODY)).toBe(true);
    expect(evaluateExpression('return "flow_plan" in context', { ...NOBODY, hasPlan: false })).toBe(false);
  });
});

describe('what may change the login itself', () => {
  test.each([
    ['context["flow_plan"].context["pending_user"] = ak_user_by(pk=1)\nreturn True', true],
    ['request.user.set_password("x")\nreturn True', true],
    ['return context["flow_hint"] == 1', false],
    ['return ak_client_ip.is_private', false],
  ])('%j: %s', (expression, may) => {
    expect(mayInterfere(expression)).toBe(may);
  });
});
