// Exports a sandbox of each release that has two objects of every model, applies the export to a fresh one, exports
// that, and prints how many objects there were and how many broke a law. Ends with 1 when one did.
// usage: node scripts/export-laws.mjs [releases…]   (2023.2 2024.12 2025.12 2026.8 when none are given)
import './typescript.mjs';

const { creatable } = await import('../test/laws/random-blueprint.ts');
const { openOn, planBlueprints, runBlueprints, writesOf } = await import('../test/oracle/run-case.ts');
const { environmentOf, exportOf, filesOf, fill, openPolicy } = await import('../test/export/state.ts');

const asked = process.argv.slice(2);
for (const release of asked.length > 0 ? asked : ['2023.2', '2024.12', '2025.12', '2026.8']) {
  const home = await openOn(release);
  const models = creatable(home.catalog);
  const made = await fill(home, models);
  const exported = await exportOf(home);
  const entries = exported.files.reduce((sum, file) => sum + file.entries, 0);
  const whole = exported.incomplete.filter(({ why }) => !why.includes('the server does not show'));
  const options = { policy: openPolicy(home), env: environmentOf(exported) };
  const files = filesOf(exported);
  const changes = writesOf(await planBlueprints(home, files, options)).length;
  const fresh = await openOn(release);
  const { stage } = await runBlueprints(fresh, files, options);
  const again = new Map((await exportOf(fresh)).files.map(({ path, text }) => [path, text]));
  const other = exported.files.filter(({ path, text }) => again.get(path) !== text).length;
  console.log(
    `authentik ${release}: ${made} objects of ${models.length} models made, ${entries} exported in ${files.length} files; ` +
      `${whole.length} not as they are; the plan at home has ${changes} changes; on a fresh server: ${stage}, ` +
      `${other} files are other ones`,
  );
  if (changes > 0 || other > 0 || stage !== 'done') process.exitCode = 1;
}
