import { lostField } from '../../diagnostics/cause.ts';
import { nearest } from '../../diagnostics/spelling.ts';
import { type AcrossFacts, replacingAt } from './facts.ts';
import { fileMeant } from '../../semantics/files.ts';

/**
 * Code `blueprint-unknown`: a `metaapplyblueprint` entry that names a blueprint which is neither among the
 * files nor one of authentik's own, so that it must be on the server.
 */
export function checkBlueprintUnknown(facts: AcrossFacts): void {
  const own = facts.catalog.defaults?.blueprints ?? [];
  for (const file of facts.files) {
    for (const apply of file.applies) {
      const { ref, name, path, required } = apply;
      const told = name ?? path;
      if (!told || !required || fileMeant(facts.files, { name: name?.text, path: path?.text })) continue;
      if (own.some((one) => (!name || one.name === name.text) && (!path || one.path === path.text))) continue;
      const near = nearest(
        told.text,
        name
          ? [...facts.files.flatMap((other) => other.name ?? []), ...own.map((one) => one.name)]
          : [...facts.files, ...own].map((other) => other.path),
      );
      facts.report({
        code: 'blueprint-unknown',
        supposed: true,
        severity: 'warning',
        message: `no blueprint ${name ? 'named' : 'at'} "${told.text}" is among these files; the entry fails unless the server has one`,
        hint: near === undefined ? 'name its file, too, or set required: false' : `did you mean "${near}"?`,
        place: facts.place(file, told.span),
        entry: ref,
        follows: [lostField(ref.index, 'required')],
        fixes: near === undefined ? undefined : replacingAt(facts, file, told, near).fixes,
      });
    }
  }
}
