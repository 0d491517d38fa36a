// Bundles the program into dist/: a small start, and a chunk for each command that is loaded when the command
// runs. Hundreds of modules by themselves take Node longer to find and link than most commands to run. Types
// are checked elsewhere (npm run types).
// usage: node scripts/build.mjs
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild'; // splits ES modules into chunks, needs no configuration of its own, a tenth of a second for everything

const root = resolve(import.meta.dirname, '..');
// What was renamed or deleted in src/ must not be left.
rmSync(join(root, 'dist'), { recursive: true, force: true });
/**
 * `import … from 'node:fs'` as a `require`: to make a module of it Node touches all that it exports, and so
 * loads its streams, which takes longer than reading the files of most runs.
 */
const plainFs = {
  name: 'plain-fs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:fs$/ }, ({ kind }) =>
      kind === 'import-statement'
        ? { path: 'node:fs', namespace: 'plain' }
        : { path: 'node:fs', external: true },
    );
    onLoad({ filter: /.*/, namespace: 'plain' }, () => ({
      contents: "module.exports = require('node:fs');",
    }));
    // commander asks for child processes when it is loaded, for subcommands that are programs of their own,
    // of which we have none; with them come sockets.
    onResolve({ filter: /^(node:)?child_process$/ }, ({ kind, importer }) =>
      kind === 'require-call' && /node_modules.commander/.test(importer)
        ? { path: 'child_process', namespace: 'late' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, () => ({
      contents: "module.exports = { get spawn() { return require('node:child_process').spawn; } };",
    }));
  },
};
const { metafile } = await build({
  absWorkingDir: root,
  outdir: 'dist',
  outbase: 'src',
  entryPoints: ['src/cli/start.ts', 'src/cli/check-worker.ts'],
  // Every chunk lies two folders below the root, as the modules of src/ do: a path from import.meta.dirname
  // holds for both.
  chunkNames: 'cli/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  metafile: true,
  // Its main file is in a form that cannot be bundled.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  // For the size of the package only: it does not start faster. Names stay, so that people can read where a
  // bug is.
  minifyWhitespace: true,
  // Packages in CommonJS ask for Node's own modules with `require`.
  banner: {
    js: "import { createRequire as requireFor } from 'node:module';\nconst require = requireFor(import.meta.url);",
  },
  plugins: [plainFs],
  logLevel: 'warning',
});

/** The packages whose code is in the bundle must be named with their licences. */
const packages = new Set(
  Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.keys(inputs))
    .flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
);
const licences = [...packages].sort().map((path) => {
  const { name, version, license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, path)).find((one) => /^licen[cs]e/i.test(one));
  if (!file) throw new Error(`${path} has no licence file`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(root, path, file), 'utf8').trim()}\n`;
});
writeFileSync(join(root, 'dist/LICENCES.txt'), licences.join(`\n${'-'.repeat(80)}\n\n`));
