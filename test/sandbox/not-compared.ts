/**
 * A recorded exchange whose answer depends on what a sandbox does not have; only the status is compared where
 * `status` says so.
 */
export interface NotCompared {
  readonly name: string;
  readonly why: string;
  readonly status?: true;
}

/** What no recording is compared by. */
const ALWAYS: readonly NotCompared[] = [
  {
    name: 'admin/system',
    status: true,
    why: "the server's own process environment, blacked out in the recording",
  },
  {
    name: 'schema accept json',
    status: true,
    why: 'the whole OpenAPI document: the sandbox describes what it serves, without texts',
  },
  { name: 'schema format=json', status: true, why: 'as schema accept json' },
  { name: 'OPTIONS', status: true, why: 'labels and help texts for forms' },
  {
    name: 'blueprints available',
    status: true,
    why: "what the files say of themselves, and two of them were the recorder's own",
  },
  {
    name: 'x2 pbindings page',
    status: true,
    why: 'sorted by random ids: other objects are on the first page',
  },
];

/** By recording. */
export const NOT_COMPARED: Readonly<Record<string, readonly NotCompared[]>> = {
  '2023.2.3': [
    ...ALWAYS,
    { name: 'x2 blueprint path invalid content', why: "a file of the recorder's own, on the server" },
    { name: 'x2 blueprint bad apply', why: 'the same file' },
    { name: 'x2 system_tasks', status: true, why: 'the log of what the server ran in the background' },
    { name: 'x2 events last', status: true, why: 'the log of events' },
  ],
  '2025.12.4': [
    ...ALWAYS,
    {
      name: 'schema default',
      status: true,
      why: 'as schema accept json: the recorder kept the beginning and the length',
    },
    { name: 'schema format=yaml', status: true, why: 'as schema default' },
    { name: 'schema unauth', status: true, why: 'as schema default' },
    { name: 'b blueprints available', status: true, why: 'as blueprints available' },
    {
      name: 'admin/apps',
      status: true,
      why: 'the list of Python packages: the sandbox knows those that have permissions',
    },
    ...[
      'blueprint apply again',
      'blueprint patch enabled+path',
      'blueprint apply disabled',
      'blueprint filter path',
      'blueprint filter name',
    ].map((name) => ({
      name,
      status: true as const,
      why: "no worker ran beside the recorder's first server: the blueprint was never applied",
    })),
    {
      name: 'group used_by',
      status: true,
      why: 'rows of tables that hold the tree of groups, which no other endpoint shows',
    },
    { name: 'b group used_by', status: true, why: 'as group used_by' },
    { name: 'b blueprint used_by', status: true, why: 'the log of what the server ran in the background' },
    {
      name: 'b rbac assigned_by_roles',
      status: true,
      why: 'what the role of a default blueprint may do is not in the recorded state',
    },
    { name: 'b blueprint content context', why: 'tags other than !KeyOf are not evaluated by a sandbox' },
    { name: 'b flow execute', why: 'the page of a login, not of the API' },
  ],
};
