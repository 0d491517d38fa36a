import type { ChalkInstance } from 'chalk';
import type { Plan } from '../plan/value/plan.ts';
import type { PlanHead } from '../plan/value/plan-head.ts';
import { clean } from '../source/clean.ts';

/** As many files are named. */
const NAMED = 8;

/** For what a plan is, for people: server, release and user, the project, the files. */
export function formatHead(head: PlanHead, paint: ChalkInstance): string {
  const { server, release, user, project, files } = head;
  const named = files.slice(0, NAMED).map(({ path }) => clean(path));
  if (files.length > NAMED) named.push(`and ${files.length - NAMED} more`);
  const lines = [
    `${paint.bold('Server:')} ${clean(server)} (authentik ${clean(release)}), as ${clean(user.username)}`,
  ];
  if (project) lines.push(`${paint.bold('Project:')} ${clean(project.name)} (${clean(project.id)})`);
  lines.push(`${paint.bold('Files:')} ${named.join(', ') || 'none'}`, '');
  return lines.join('\n');
}

/** The digest of a plan for people, and whether it covers the values of secrets. */
export function formatDigest({ digest, secrets }: Plan, paint: ChalkInstance): string {
  const covered = secrets
    ? 'the values of secrets are covered'
    : 'the values of secrets are not covered: AK_BLUEPRINT_KEY is not set';
  return `Digest: ${digest} ${paint.dim(`(${covered})`)}`;
}
