import { expect, test } from 'vitest';
import { asArgument } from '../../src/source/as-argument.ts';

test.each([
  ['authentik_core.user:akadmin', 'authentik_core.user:akadmin'],
  ['authentik_core.group:authentik Admins', '"authentik_core.group:authentik Admins"'],
  ["authentik_core.group:Bob's", `"authentik_core.group:Bob's"`],
  ["authentik_core.group:Bob's $HOME", `'authentik_core.group:Bob'\\''s $HOME'`],
])('%s as a shell reads it: %s', (text, argument) => expect(asArgument(text)).toBe(argument));
