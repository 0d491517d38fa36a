import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { shared } from '../shared.ts';
import { replay, type Exchange } from './replay.ts';
import { recordedState, startSandbox } from './start.ts';

it('x', async () => {
  const exchanges = readFileSync(shared('data/contract/2023.2.3.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Exchange);
  const state = recordedState();
  const results = await replay(exchanges, () => startSandbox({ state, token: 'boottoken', clock: () => new Date('2026-11-23T23:35:00Z') }));
  let n = 0;
  for (const r of results) if (r.differences.length) { n++; console.log(`${r.exchange.name} [${r.exchange.method} ${r.exchange.path.slice(7, 60)}] ${r.exchange.status}: ${r.differences.slice(0, 3).join(' | ')} ${r.status !== r.exchange.status ? JSON.stringify(r.body).slice(0, 200) : ''}`); }
  console.log(n, 'differ of', results.length);
});
