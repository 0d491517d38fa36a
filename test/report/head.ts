import type { PlanHead } from '../../src/plan/value/plan-head.ts';

/** A head of a plan. */
export const HEAD: PlanHead = {
  server: 'https://id.example.com',
  release: '2023.2.3',
  user: { pk: 1, username: 'akadmin' },
  project: undefined,
  files: [{ path: 'b.yaml', sha256: '0'.repeat(64) }],
};
