/** What a run says of itself. */
export interface RunName {
  readonly version: string;
  /** The name of the project; undefined where there is none. */
  readonly project: string | undefined;
  /** The id of the run. */
  readonly run: string;
}

/**
 * The `User-Agent` of a run: `ak-blueprint/0.1.0 (project infra; run 3f0c…)`. authentik keeps it in its events
 * since 2023.10 (proved on 2025.12.4), so that they tell which run made a change.
 */
export function userAgent({ version, project, run }: RunName): string {
  const ofProject = project === undefined ? '' : `project ${inHeader(project)}; `;
  return `ak-blueprint/${version} (${ofProject}run ${inHeader(run)})`;
}

/** A text in a comment of a header: what may not stand there is written as in an address. */
function inHeader(text: string): string {
  return encodeURIComponent(Buffer.from(text.slice(0, 100)).toString())
    .replace(/%20/g, ' ')
    .replace(/[()]/g, '_');
}
