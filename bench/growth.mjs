// How the CPU of each step grows with the number of entries: creates, the same again (nothing to do), updates
// and deletes of groups, providers, applications and bindings, against the embedded sandbox, and what an editor
// asks in the middle of such a file after a key was pressed. The exponent
// counts, not the time: 1 means linear, 2 quadratic. The time of the sandbox itself is shown separately.
// usage: npm run bench:growth [-- sizes…]   (1000 2000 4000 8000 when none are given)
import { Chalk } from 'chalk';
import '../scripts/typescript.mjs';

const { TextDocument } = await import('vscode-languageserver-textdocument');
const { applyPlan } = await import('../src/apply/apply-plan.ts');
const { features } = await import('../src/blueprint/features.ts');
const { parseBlueprint } = await import('../src/blueprint/parse.ts');
const { dict } = await import('../src/blueprint/value.ts');
const { allCatalogs, loadCatalog, SANDBOX_RELEASE } = await import('../src/cli/catalogs.ts');
const { describedOf } = await import('../src/cli/open-sandbox.ts');
const { planAgainst } = await import('../src/cli/run-plan.ts');
const { createClient } = await import('../src/client/create-client.ts');
const { Collector } = await import('../src/diagnostics/collector.ts');
const { PAGES } = await import('../src/cli/pages.ts');
const { completionsAt } = await import('../src/lsp/completion/complete.ts');
const { definitionsAt } = await import('../src/lsp/definition.ts');
const { formattingOf } = await import('../src/lsp/formatting.ts');
const { hoverAt } = await import('../src/lsp/hover.ts');
const { referencesAt } = await import('../src/lsp/references.ts');
const { renameAt } = await import('../src/lsp/rename.ts');
const { Session } = await import('../src/lsp/session.ts');
const { symbolsOf } = await import('../src/lsp/symbols.ts');
const { DEFAULT_POLICY } = await import('../src/plan/policy.ts');
const { formatOutcome } = await import('../src/report/format-outcome.ts');
const { formatPlan } = await import('../src/report/format-plan.ts');
const { formatPlanJson } = await import('../src/report/plan-json.ts');
const { createSandbox } = await import('../src/sandbox/sandbox.ts');
const { validateAcross, validateBlueprint } = await import('../src/validate/validate.ts');

const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(1000, 2000, 4000, 8000);
/** The size of a warm-up run that is not counted: code is slow when it first runs. */
const WARM_UP = 1000;

const catalog = loadCatalog(SANDBOX_RELEASE, () => undefined);
const described = describedOf(catalog);
const paint = new Chalk({ level: 0 });

const FLOW = `- model: authentik_flows.flow
  identifiers: {slug: consent}
  attrs: {name: Consent, title: Consent, designation: authorization}
`;
/** Four typical entries, which refer to each other by id and by look-up. */
const quartet = (n, state, version) => `- model: authentik_core.group
  id: group-${n}
  state: ${state}
  identifiers: {name: group-${n}}
  attrs: {attributes: {number: ${n}, version: ${version}}}
- model: authentik_providers_oauth2.oauth2provider
  id: provider-${n}
  state: ${state}
  identifiers: {name: provider-${n}}
  attrs:
    authorization_flow: !Find [authentik_flows.flow, [slug, consent]]
    client_id: client-${n}
    redirect_uris: https://${version}.example.com/${n}
- model: authentik_core.application
  id: application-${n}
  state: ${state}
  identifiers: {slug: application-${n}}
  attrs: {name: Application ${n} ${version}, provider: !KeyOf provider-${n}}
- model: authentik_policies.policybinding
  state: ${state}
  identifiers: {target: !KeyOf application-${n}, group: !KeyOf group-${n}, order: 0}
  attrs: {timeout: ${version}}
`;

/** A blueprint of about `size` entries. Entries that delete are in an order in which no delete cascades. */
function blueprintText(size, state, version) {
  const quartets = Array.from({ length: Math.round(size / 4) }, (_, n) => quartet(n, state, version));
  return `version: 1\nentries:\n${FLOW}${quartets.join('')}`;
}

/** CPU seconds of this process so far. */
function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Runs all steps with a number of entries, and returns the CPU seconds of each, by name. */
async function measure(size) {
  const seconds = new Map();
  const sandbox = createSandbox({ catalog, ...described });
  let inSandbox = 0;
  // One request at a time, so that the time until its response is the sandbox's.
  const client = createClient({
    url: 'http://sandbox.invalid',
    token: sandbox.token,
    parallelism: 1,
    timeoutSeconds: 3600,
    fetch: async (request) => {
      const from = cpu();
      const response = await sandbox.fetch(request);
      inSandbox += cpu() - from;
      return response;
    },
  });
  const me = await client.me();
  const step = async (name, run, withSandbox = false) => {
    globalThis.gc?.();
    inSandbox = 0;
    const from = cpu();
    const result = await run();
    seconds.set(name, cpu() - from - inSandbox);
    if (withSandbox) seconds.set(`${name}, sandbox`, inSandbox);
    return result;
  };
  const round = async (kind, state, version, isDry = false) => {
    const text = blueprintText(size, state, version);
    const collector = new Collector();
    const known = { features: features(catalog.release) };
    const blueprint = await step(`${kind}: parse`, () =>
      parseBlueprint({ path: 'growth.yaml', text }, collector.report, known),
    );
    await step(`${kind}: validate`, () =>
      validateAcross(
        [{ file: blueprint.file, summary: validateBlueprint(blueprint, catalog, collector.report) }],
        catalog,
        collector.report,
      ),
    );
    const request = { blueprints: [blueprint], catalog, policy: DEFAULT_POLICY, context: dict(), me };
    const planned = await step(
      `${kind}: read and plan`,
      () => planAgainst(client, { ...request, env: () => undefined }),
      true,
    );
    const { plan, sources, diagnostics } = planned;
    collector.settle();
    const wrong = [...collector.diagnostics, ...diagnostics].find((one) => one.severity === 'error');
    if (wrong) throw new Error(`the plan of ${kind} has an error: ${wrong.message}`);
    await step(`${kind}: print`, () => formatPlan(plan, paint, isDry));
    const report = { requests: client.requests(), seconds: 1 };
    await step(`${kind}: print as JSON`, () => formatPlanJson({ ...report, plan, diagnostics }));
    if (isDry) return plan;
    const options = { client, catalog, sources, parallelism: 1, now: () => performance.now() };
    const outcome = await step(`${kind}: apply`, () => applyPlan(plan, options), true);
    const failed = outcome.diagnostics.find((one) => one.severity === 'error');
    if (failed) throw new Error(`the apply of ${kind} failed: ${failed.message}`);
    await step(`${kind}: print outcomes`, () => [
      formatOutcome(outcome, paint),
      formatPlanJson({ ...report, plan, diagnostics: outcome.diagnostics, outcome }),
    ]);
    return plan;
  };
  await round('create', 'present', 1);
  const { summary } = await round('nothing', 'present', 1, true);
  if (summary.create + summary.update + summary.delete > 0)
    throw new Error('a second plan would change something');
  await round('update', 'present', 2);
  await round('delete', 'absent', 2);
  await edit(size, step);
  return seconds;
}

/** What an editor asks of a session, at an offset of a file. */
const QUESTIONS = {
  findings: (session) => session.findings(),
  completions: (session, draft, at) => completionsAt(session.workspace(), draft, at, true),
  definition: (session, draft, at) => definitionsAt(session.workspace(), draft, at),
  hover: (session, draft, at) => hoverAt(session.workspace(), draft, at),
  references: (session, draft, at) => referencesAt(session.workspace(), draft, at, true),
  rename: (_, draft, at) => renameAt(draft, at, 'another'),
  symbols: (_, draft) => symbolsOf(draft),
  formatting: (_, draft) => formattingOf(draft),
};

/** Types a key in the middle of a file, and asks every question at the id that a `!KeyOf` names there. */
async function edit(size, step) {
  const text = blueprintText(size, 'present', 1);
  const session = new Session(catalog, new Map(), { history: allCatalogs, pages: PAGES });
  const uri = 'file:///project/growth.yaml';
  const at = text.indexOf('!KeyOf', text.length / 2) + 8;
  const typed = `${text.slice(0, at)}x${text.slice(at)}`;
  const facts = { shown: 'growth.yaml', isOpen: true, role: 'any' };
  await step('editor: read', () => {
    session.put(TextDocument.create(uri, 'yaml', 1, typed), facts);
    session.draft(uri);
  });
  const draft = session.draft(uri);
  for (const [name, ask] of Object.entries(QUESTIONS))
    await step(`editor: ${name}`, () => ask(session, draft, at));
}

/** Shorter times are mostly noise. */
const CHANCE = 0.02;

/** The slope of a line through the points (log size, log seconds): the exponent of growth. */
function exponent(points) {
  const logs = points.map(([size, seconds]) => [Math.log(size), Math.log(seconds)]);
  const mean = (of) => logs.reduce((sum, point) => sum + of(point), 0) / logs.length;
  const [x, y] = [mean(([a]) => a), mean(([, b]) => b)];
  return (
    logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) /
    logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0)
  );
}

await measure(WARM_UP);
const measured = [];
for (const size of sizes) {
  measured.push([size, await measure(size)]);
  console.error(`${size} entries done`);
}

const cell = (text) => String(text).padStart(9);
const line = (name, of) => {
  const points = measured.map(([size, seconds]) => [size, of(seconds)]);
  const told = points.filter(([, seconds]) => seconds >= CHANCE);
  const slope = told.length < 2 ? '-' : exponent(told).toFixed(2);
  console.log(`${name.padEnd(34)}${points.map(([, s]) => cell(s.toFixed(3))).join('')}${cell(slope)}`);
};
console.log(`${'CPU seconds'.padEnd(34)}${sizes.map(cell).join('')}${cell('exponent')}`);
for (const name of measured[0][1].keys()) line(name, (seconds) => seconds.get(name));
line('create: plan and print together', (seconds) =>
  ['create: read and plan', 'create: print'].reduce((sum, name) => sum + seconds.get(name), 0),
);
