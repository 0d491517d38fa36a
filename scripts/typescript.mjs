// Lets a script import TypeScript sources: after `import './typescript.mjs'`, `await import('../src/….ts')`
// works. Node 20 does not read TypeScript; later versions that do are not affected.
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { transform } from 'esbuild';

// Node runs the hooks below in a separate thread, which loads this file as well.
if (isMainThread) register(import.meta.url);

/** Gives Node the JavaScript of a TypeScript module. */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = await transform(await readFile(new URL(url), 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'node20.19',
    sourcefile: url,
    sourcemap: 'inline',
  });
  return { format: 'module', source: code, shortCircuit: true };
}
