import type { SandboxRules } from './rules.ts';

/** One permission as the API lists it. */
export interface Permission {
  readonly id: number;
  readonly name: string;
  readonly codename: string;
  readonly model: string;
  readonly app_label: string;
  readonly app_label_verbose: string;
  readonly model_verbose: string;
}

const VERBS = ['add', 'change', 'delete', 'view'];

const KNOWN = new WeakMap<SandboxRules, readonly Permission[]>();

/** Every permission of the release, sorted by name: four for each kind of object, and its own ones. */
export function listPermissions(rules: SandboxRules): readonly Permission[] {
  let known = KNOWN.get(rules);
  if (!known) KNOWN.set(rules, (known = buildPermissions(rules)));
  return known;
}

function buildPermissions(rules: SandboxRules): Permission[] {
  const all: Permission[] = [];
  for (const [full, { name, extra = [], without = [] }] of Object.entries(rules.permissions ?? {})) {
    const [app = '', model = ''] = full.split('.');
    const shared = {
      model,
      app_label: app,
      app_label_verbose: rules.apps?.[app] ?? app,
      model_verbose: name,
    };
    for (const verb of VERBS) {
      const codename = `${verb}_${model}`;
      if (!without.includes(codename))
        all.push({ id: all.length + 1, name: `Can ${verb} ${name}`, codename, ...shared });
    }
    for (const codename of extra)
      all.push({ id: all.length + 1, name: `Can ${codename.replaceAll('_', ' ')}`, codename, ...shared });
  }
  return all.sort((a, b) => {
    if (a.name === b.name) return 0;
    return a.name < b.name ? -1 : 1;
  });
}
