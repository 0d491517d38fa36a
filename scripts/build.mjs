// Bundles the program into dist/: a small start, and a chunk for each command that is loaded when the command
// runs. Node takes longer to find and link hundreds of modules than most commands take to run. Types are
// checked separately (npm run types).
// usage: node scripts/build.mjs
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, transform } from 'esbuild'; // splits ES modules into chunks, needs no configuration of its own, a tenth of a second for everything

const root = resolve(import.meta.dirname, '..');
// Files that were renamed or deleted in src/ must not stay in dist/.
rmSync(join(root, 'dist'), { recursive: true, force: true });
/**
 * Turns `import … from 'node:fs'` into a `require`: for an import Node evaluates all exports, which loads its
 * streams and takes longer than reading the files of most runs.
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
    // When commander is loaded, it loads node:child_process, for subcommands that are programs of their own.
    // There are none here, and it would load sockets as well.
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
/**
 * Shortens the names inside of functions where nobody of ours follows a stack trace: in packages, and in generated
 * code. The names of functions and classes themselves stay.
 */
const shortNames = {
  name: 'short-names',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](?:node_modules|generated)[\\/].*\.m?js$/ }, async ({ path }) => ({
      contents: (await transform(await readFile(path, 'utf8'), { minifyIdentifiers: true })).code,
    }));
  },
};
const { metafile } = await build({
  absWorkingDir: root,
  outdir: 'dist',
  outbase: 'src',
  entryPoints: ['src/cli/start.ts', 'src/cli/check-worker.ts'],
  // Every chunk is two folders below the root, like the modules of src/, so that paths from
  // import.meta.dirname are right in both.
  chunkNames: 'cli/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  metafile: true,
  // Three quarters of a megabyte, for those who have a proxy or certificates: npm installs it anyway.
  external: ['undici'],
  // Its main file has a format that cannot be bundled.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  // Reduces the size of the package, not the start-up time. Names of our own code are kept, so that stack traces
  // are readable.
  minifyWhitespace: true,
  minifySyntax: true,
  // CommonJS packages load Node's own modules with `require`.
  banner: {
    js: "import { createRequire as requireFor } from 'node:module';\nconst require = requireFor(import.meta.url);",
  },
  plugins: [plainFs, shortNames],
  logLevel: 'warning',
});

/** Writes the licences of the packages whose code is in the bundle. */
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
