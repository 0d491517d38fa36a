/** Recorded exchanges whose answer depends on what a sandbox does not have; only the status is compared where `status` says so. */
export const NOT_COMPARED: readonly { readonly name: string; readonly why: string; readonly status?: true }[] = [
  { name: 'admin/system', status: true, why: "the server's own process environment, blacked out in the recording" },
  { name: 'schema accept json', status: true, why: 'the whole OpenAPI document: the sandbox describes what it serves, without texts' },
  { name: 'schema format=json', status: true, why: 'as schema accept json' },
  { name: 'OPTIONS', status: true, why: 'labels and help texts for forms' },
  { name: 'blueprints available', status: true, why: "two of the files in the recording are the recorder's own" },
  { name: 'x2 blueprint path invalid content', why: "a file of the recorder's own, on the server" },
  { name: 'x2 blueprint bad apply', why: 'the same file' },
  { name: 'x2 system_tasks', status: true, why: 'the log of what the server ran in the background' },
  { name: 'x2 events last', status: true, why: 'the log of events' },
  { name: 'x2 pbindings page', status: true, why: 'sorted by random ids: other objects are on the first page' },
];
