// What `export` and `snapshot` cost on a server of 10,000 objects (an embedded sandbox in a process of its own):
// requests, against one for each page of each list, role and user; time, against reading the same lists with
// nothing done to them; and the most memory that the process has. Quote the ratio of the times.
// usage: npm run build && node bench/export.mjs [objects] [release]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import '../scripts/typescript.mjs';

const { detailQuery } = await import('../src/catalog/detail-query.ts');
const { loadCatalog } = await import('../src/cli/catalogs.ts');
const { exportQuestions } = await import('../src/export/questions.ts');

const root = resolve(import.meta.dirname, '..');
const bin = join(root, 'bin/ak-blueprint.js');
const [objects = '10000', release = '2025.12'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'ak-blueprint-bench-'));
const env = { ...process.env, NO_COLOR: '1', AUTHENTIK_TOKEN: 'bench', XDG_CONFIG_HOME: folder };

/** Prints the most memory that a process had, in MB, and its CPU seconds, when it ends. */
const MEASURE = `process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(\`measured \${(maxRSS / 1024).toFixed(0)} \${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)}\\n\`); });`;

/** Runs a program, and gives what it wrote, its seconds, its memory in MB and its CPU seconds. */
async function run(args) {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(MEASURE)}`, ...args],
    { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  const [code] = await once(child, 'close');
  const [, memory, cpu] = /measured (\d+) ([\d.]+)/.exec(err) ?? [];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}\n${`${out}\n${err}`.slice(-2000)}`);
  return { out, seconds: (performance.now() - started) / 1000, memory: Number(memory), cpu: Number(cpu) };
}

/** The lists that an export must read, as bench/bare-reads.mjs takes them. */
function lists(users) {
  const catalog = loadCatalog(release, () => undefined);
  const holders = Object.values(catalog.permissions?.holders ?? {}).filter(({ kind }) => kind === 'direct');
  return exportQuestions(catalog).map(({ model }) => {
    const { collection, login } = catalog.models[model];
    const holder = holders.find((one) => one.model === model && (users || login?.is !== 'user'));
    const query = new URLSearchParams({ ...collection.listQuery, ...detailQuery(catalog.models[model]) });
    return {
      path: `${collection.path}${query.size > 0 ? `?${query}` : ''}`,
      pk: collection.pk,
      each: holder && `${catalog.permissions.list}?${holder.everywhere}=`,
    };
  });
}

/** A blueprint of about as many objects: what a company with many applications has. */
function blueprint(count) {
  const share = Math.round(count / 12);
  const lines = ['version: 1', 'entries:'];
  const more =
    release >= '2024.10'
      ? ', redirect_uris: [], invalidation_flow: !Find [authentik_flows.flow, [slug, flow-0]]'
      : '';
  for (let n = 0; n < share / 10; n += 1)
    lines.push(
      `- {model: authentik_flows.flow, id: f${n}, identifiers: {slug: flow-${n}}, attrs: {name: Flow ${n}, title: Flow ${n}, designation: authorization}}`,
    );
  if (release >= '2024.8')
    for (let n = 0; n < share / 10; n += 1)
      lines.push(
        `- {model: authentik_rbac.role, id: r${n}, identifiers: {name: role-${n}}, attrs: {permissions: [authentik_core.view_group]}}`,
      );
  for (let n = 0; n < share; n += 1) {
    const role =
      release >= '2024.8' && n % 50 === 0
        ? `, permissions: [{permission: view_application, role: !KeyOf r${(n / 50) % Math.ceil(share / 10)}}]`
        : '';
    lines.push(
      `- {model: authentik_core.group, id: g${n}, identifiers: {name: group-${n}}, attrs: {attributes: {cost_centre: "${n}", site: north}}}`,
      `- {model: authentik_core.user, id: u${n}, identifiers: {username: user-${n}}, attrs: {name: User ${n}, email: user-${n}@example.com, groups: [!KeyOf g${n}]}}`,
      `- {model: authentik_core.token, identifiers: {identifier: token-${n}}, attrs: {user: !KeyOf u${n}, intent: api, expiring: false}}`,
      `- {model: authentik_providers_oauth2.oauth2provider, id: p${n}, identifiers: {name: app-${n}}, attrs: {authorization_flow: !Find [authentik_flows.flow, [slug, flow-0]], client_id: "client-${n}"${more}}}`,
      `- {model: authentik_core.application, id: a${n}, identifiers: {slug: app-${n}}, attrs: {name: App ${n}, provider: !KeyOf p${n}}${role}}`,
      `- {model: authentik_policies_expression.expressionpolicy, id: e${n}, identifiers: {name: policy-${n}}, attrs: {expression: "return ak_is_group_member(request.user, name='group-${n}')"}}`,
      `- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf a${n}, policy: !KeyOf e${n}, order: 0}}`,
      `- {model: authentik_policies.policybinding, identifiers: {target: !KeyOf a${n}, group: !KeyOf g${n}, order: 1}}`,
      `- {model: authentik_stages_prompt.prompt, id: t${n}, identifiers: {name: prompt-${n}}, attrs: {field_key: field_${n}, label: Field ${n}, type: text}}`,
      `- {model: authentik_stages_prompt.promptstage, id: s${n}, identifiers: {name: stage-${n}}, attrs: {fields: [!KeyOf t${n}]}}`,
      `- {model: authentik_flows.flowstagebinding, identifiers: {target: !KeyOf f${Math.floor(n / 10)}, stage: !KeyOf s${n}, order: ${n}}}`,
    );
  }
  return lines.map((line) => line.replace(/^- (.*)$/, '  - $1')).join('\n');
}

const server = spawn(process.execPath, [bin, 'sandbox', '--target', release, '--token', 'bench'], {
  cwd: folder,
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  let url;
  for await (const line of createInterface({ input: server.stdout })) {
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url) break;
  }
  server.stdout.resume();
  writeFileSync(join(folder, 'all.yaml'), blueprint(Number(objects)));
  const filled = await run([bin, 'apply', '--yes', '--url', url, 'all.yaml']);
  console.log(`authentik ${release}; ${filled.out.trim().split('\n').at(-1)}`);
  for (const users of [false, true])
    writeFileSync(join(folder, `lists-${users}.json`), JSON.stringify(lists(users)));
  const bare = (users) => run([join(root, 'bench/bare-reads.mjs'), url, `lists-${users}.json`]);
  const commands = {
    'export --all': ['export', '--all', '--out', 'all'],
    'export --all --users': ['export', '--all', '--users', '--out', 'users'],
    snapshot: ['snapshot', '--out', 'snapshot.json'],
  };
  await bare(true);
  for (const [name, args] of Object.entries(commands)) {
    const times = [];
    for (let n = 0; n < 3; n += 1) {
      const read = await bare(name !== 'export --all');
      const ours = await run([
        bin,
        ...args,
        '--url',
        url,
        '--format',
        'json',
        ...(name === 'snapshot' ? [] : ['--force']),
      ]);
      times.push({ read, ours });
    }
    const least = (values) => Math.min(...values);
    const seconds = least(times.map(({ ours }) => ours.seconds));
    const bareSeconds = least(times.map(({ read }) => read.seconds));
    const { requests } = JSON.parse(times[0].ours.out);
    const { pages, holders } = JSON.parse(times[0].read.out);
    console.log(
      `${name}: ${requests.total} requests (${pages} pages of lists and ${holders} roles and users must be), ` +
        `${seconds.toFixed(1)} s against ${bareSeconds.toFixed(1)} s, ratio ${(seconds / bareSeconds).toFixed(2)}, ` +
        `${times[0].ours.cpu} s CPU, ${Math.max(...times.map(({ ours }) => ours.memory))} MB`,
    );
  }
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
