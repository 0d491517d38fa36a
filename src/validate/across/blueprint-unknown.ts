import { nearest } from '../../diagnostics/spelling.ts';
import type { AcrossFacts } from './facts.ts';

/** Code `blueprint-unknown`: what `metaapplyblueprint` names is among the files, or must be on the server. */
export function checkBlueprintUnknown(facts: AcrossFacts): void {
  for (const file of facts.files) {
    for (const { ref, name, required } of file.applies) {
      if (!name || !required || facts.files.some((other) => other.name === name.text)) continue;
      const near = nearest(name.text, facts.files.flatMap((other) => other.name ?? []));
      facts.report({
        code: 'blueprint-unknown', severity: 'warning', message: `no blueprint named "${name.text}" is among these files; the entry fails unless the server has one`,
        hint: near === undefined ? 'name its file, too, or set required: false' : `did you mean "${near}"?`, place: facts.place(file, name.span), entry: ref,
      });
    }
  }
}
