/**
 * The rooms of the house (ARCHITECTURE.md) as rules: which folder of src/ may import which. Change the plan
 * first, then this table.
 */
export const rooms = {
  source: [],
  diagnostics: ['source'],
  catalog: ['source', 'diagnostics'],
  blueprint: ['source', 'diagnostics'],
  // blueprint: its values (PyFloat, Ref …), which a form accepts and compares.
  forms: ['diagnostics', 'blueprint', 'catalog'],
  schema: ['diagnostics', 'blueprint', 'catalog', 'forms'],
  semantics: ['source', 'diagnostics', 'blueprint', 'catalog', 'forms'],
  validate: ['source', 'diagnostics', 'blueprint', 'catalog', 'forms', 'schema', 'semantics'],
  project: ['source', 'diagnostics', 'blueprint'],
  format: ['source', 'diagnostics', 'blueprint'],
  explain: ['diagnostics', 'catalog', 'forms'],
  lsp: [
    'source',
    'diagnostics',
    'blueprint',
    'catalog',
    'forms',
    'schema',
    'semantics',
    'validate',
    'project',
    'format',
    'explain',
  ],
  client: ['diagnostics', 'catalog'],
  // blueprint: what of a value is a secret.
  actual: ['source', 'diagnostics', 'blueprint', 'catalog', 'client', 'ownership'],
  // blueprint: its values, which are hashed.
  ownership: ['source', 'diagnostics', 'blueprint', 'catalog', 'client'],
  flows: ['catalog', 'forms', 'semantics'],
  plan: ['source', 'diagnostics', 'blueprint', 'catalog', 'forms', 'semantics', 'flows', 'ownership'],
  // blueprint: its values (Ref, PyFloat …) and their JSON are the language in which a plan is written.
  apply: ['diagnostics', 'catalog', 'forms', 'client', 'actual', 'ownership', 'plan', 'blueprint'],
  // plan: what would be done about what differs.
  drift: ['source', 'diagnostics', 'catalog', 'client', 'ownership', 'plan'],
  // plan: the overlay over a snapshot, and what names an object.
  export: ['source', 'blueprint', 'catalog', 'forms', 'semantics', 'format', 'plan'],
  report: ['source', 'diagnostics', 'plan', 'blueprint', 'catalog', 'drift'],
  sandbox: ['catalog'],
};
/** The folders of plan/, in the way of the data: each may import those that stand with it. */
export const planFolders = {
  value: [],
  overlay: ['value'],
  entries: ['overlay'],
  orphans: ['entries', 'overlay'],
  only: ['entries', 'overlay', 'value'],
  changes: ['overlay', 'value'],
  contents: ['entries', 'changes', 'overlay', 'value'],
  writers: ['contents', 'changes', 'overlay', 'value'],
  // writers: whether a value is the one that authentik's own blueprints set.
  'server-made': ['writers', 'overlay'],
  unmanaged: ['server-made', 'changes', 'overlay'],
  logins: ['overlay', 'value'],
  transaction: ['value'],
};
/** What a room may use of another for its types only. */
export const typesOnly = {
  plan: ['actual'],
  apply: ['source'],
  report: ['apply', 'export'],
  export: ['actual'],
};

export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Split the idea that both files share into a third.',
      from: {},
      to: { circular: true },
    },
    ...Object.entries(rooms).map(([room, may]) => ({
      name: `room-${room}`,
      severity: 'error',
      comment: `${room}/ may import ${may.join(', ') || 'nothing'}; see ARCHITECTURE.md.`,
      from: { path: `^src/${room}/` },
      to: {
        path: '^src/',
        pathNot: `^src/(${[room, ...may].join('|')})/`,
        ...(typesOnly[room] ? { dependencyTypesNot: ['type-only'] } : {}),
      },
    })),
    ...Object.entries(typesOnly).map(([room, may]) => ({
      name: `room-${room}-types`,
      severity: 'error',
      comment: `${room}/ may import types of ${may.join(', ')} and nothing else of other rooms.`,
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...rooms[room], ...may].join('|')})/` },
    })),
    ...Object.entries(planFolders).map(([folder, may]) => ({
      name: `plan-${folder}`,
      severity: 'error',
      comment: `plan/${folder}/ may import ${may.join(', ') || 'no other folder of plan/'} and policy.ts; see ARCHITECTURE.md.`,
      from: { path: `^src/plan/${folder}/` },
      to: { path: '^src/plan/', pathNot: `^src/plan/((${[folder, ...may].join('|')})/|policy\\.ts$)` },
    })),
    {
      name: 'files-and-network-through-ports',
      severity: 'error',
      comment:
        'Files and sockets are opened in cli/ (and the sandbox listens); other rooms get a small port passed in.',
      from: { path: '^src/', pathNot: '^src/(cli|sandbox)/' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|fs/promises|net|http|https|child_process|process|worker_threads)$',
      },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nothing imports this file: delete it or use it.',
      from: { orphan: true, path: '^src/', pathNot: '^src/cli/start.ts$' },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(src|bin)',
  },
};
