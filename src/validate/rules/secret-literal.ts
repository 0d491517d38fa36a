import { type Facts, reportAt } from '../facts.ts';

/** Code `secret-literal`: a secret that everybody who can read the repository can read. */
export function checkSecretLiteral(facts: Facts): void {
  for (const checked of facts.entries) {
    if (!checked.resource || checked.skipped || checked.ensure === 'absent') continue;
    for (const { key, value } of checked.entry.attrs?.pairs ?? []) {
      const secret = checked.resource.fields[key]?.secret === true;
      if (!secret || value.kind !== 'scalar' || value.text.trim() === '' || value.value === null) continue;
      reportAt(facts, checked, value.span, { code: 'secret-literal', message: `${key} is a secret and stands in the file`, hint: `take it from the environment: ${key}: !Env ${key.toUpperCase()}` });
    }
  }
}
