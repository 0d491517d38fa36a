import type { Catalog } from '../catalog/model.ts';
import { shortRelease } from '../catalog/release.ts';
import type { Report } from '../diagnostics/collector.ts';
import type { OpenProject } from './project.ts';

/**
 * Code `target-mismatch`: the server has another release than `--target` says, or without that the project.
 * The patch level does not count.
 */
export function reportOtherRelease(
  release: string,
  named: string | undefined,
  project: OpenProject | undefined,
  report: Report,
): void {
  const target = project?.project.target;
  const isOther = (text: string): boolean => shortRelease(text) !== shortRelease(release);
  if (named !== undefined) {
    if (isOther(named))
      report({
        code: 'target-mismatch',
        message: `--target says ${named}, but the server is authentik ${release}; the server counts`,
      });
  } else if (project && target && isOther(target.text))
    report({
      code: 'target-mismatch',
      message: `the project is for authentik ${target.text}, but the server is authentik ${release}; the server counts`,
      place: { file: project.project.file, span: target.span },
    });
}

/**
 * Code `server-empty`: the token's user is no superuser. Without permissions it sees empty lists and no errors
 * (rest-api-2023.2, point 13). An error where the release has no permissions that it could have instead.
 */
export function reportNoSuperuser(
  url: string,
  me: { readonly username: string; readonly isSuperuser: boolean },
  { permissions, release }: Catalog,
  report: Report,
): void {
  if (me.isSuperuser) return;
  const seen = permissions
    ? 'what it may not see looks as if it did not exist'
    : `authentik ${release} shows such a user empty lists, so nothing can be planned`;
  report({
    code: 'server-empty',
    severity: permissions ? undefined : 'error',
    message: `the token's user ${me.username} is no superuser at ${url}: ${seen}`,
    hint: 'use a token of a user in a group with superuser rights',
  });
}
