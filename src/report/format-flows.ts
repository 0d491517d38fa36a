import { clean } from '../source/clean.ts';

/** A flow as a list of them shows it. */
export interface ListedFlow {
  readonly slug: string;
  readonly title: string;
  readonly designation: string;
}

/** Flows, one a line. */
export function formatFlows(flows: readonly ListedFlow[]): string {
  const width = (of: (flow: ListedFlow) => string): number =>
    Math.max(0, ...flows.map((flow) => clean(of(flow)).length));
  const [slugs, designations] = [width(({ slug }) => slug), width(({ designation }) => designation)];
  return flows
    .map(({ slug, title, designation }) =>
      `${clean(slug).padEnd(slugs)}  ${clean(designation).padEnd(designations)}  ${clean(title)}`.trimEnd(),
    )
    .join('\n');
}
