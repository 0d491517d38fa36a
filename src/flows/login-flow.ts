import { every } from '../semantics/three-valued.ts';
import { AT_THE_DOOR } from './stages/stage-run.ts';
import { type PolicyContext, policiesPass } from './policy-engine.ts';
import type { Brand, Flow, Id, World } from './world.ts';

/** A flow by which visitors may be asked to sign in; null: there is none; undefined: not known which. */
export type LoginFlow = Id | null | undefined;

/**
 * The flows by which the visitors of a host are asked to sign in: one where all is known. `host`: as browsers name it,
 * with its port, if any; undefined: that of the default brand.
 */
export function loginFlows(world: World, host: string | undefined): readonly LoginFlow[] {
  const brands = brandsFor(world, host);
  return brands ? [...new Set(brands.flatMap((brand) => flowsOf(world, brand)))] : [undefined];
}

/** The brands that may be that of a host; undefined in place of one: none. */
export function brandsFor(
  world: World,
  host: string | undefined,
): readonly (Brand | undefined)[] | undefined {
  const all = world.brands();
  if (!all) return undefined;
  const fallback = all.find(({ isDefault }) => isDefault);
  const { rules } = world;
  const matches = (brand: Brand): boolean | undefined => {
    if (host === undefined) return false;
    return brand.domain === undefined ? undefined : isFor(brand.domain, host, rules.brandMatch);
  };
  // The default brand is only taken by its domain where domains are compared by their length.
  const others = all.filter((brand) => rules.longestBrand || brand.isDefault !== true);
  const sure = others.filter((brand) => matches(brand) === true);
  const maybe = others.filter((brand) => matches(brand) === undefined);
  const length = ({ domain = '' }: Brand): number => domain.length;
  const most = Math.max(...sure.map(length));
  const chosen = rules.longestBrand ? sure.filter((brand) => length(brand) === most) : sure;
  return chosen.length > 0 ? [...chosen, ...maybe] : [fallback, ...maybe];
}

function isFor(domain: string, host: string, match: World['rules']['brandMatch']): boolean {
  const [one, other] = [domain.toLowerCase(), host.toLowerCase()];
  return match === 'end' ? other.endsWith(one) : other === one || other.endsWith(`.${one}`);
}

/** A brand's own flow is taken whatever it is; without one, the first login flow whose policies pass. */
function flowsOf(world: World, brand: Brand | undefined): readonly LoginFlow[] {
  if (brand && brand.flow !== null) return [brand.flow];
  const flows = world.flows();
  if (!flows) return [undefined];
  const found: LoginFlow[] = [];
  for (const flow of bySlug(flows)) {
    const isIt = every([isLogin(flow), policiesPass(world, flow, 'nobody', ASKED)], (one) => one);
    if (isIt === false) continue;
    found.push(flow.id);
    if (isIt) return found;
  }
  return [...found, null];
}

function isLogin({ designation }: Flow): boolean | undefined {
  return designation === undefined ? undefined : designation === 'authentication';
}

function bySlug(flows: readonly Flow[]): readonly Flow[] {
  return [...flows].sort(({ slug: a = '' }, { slug: b = '' }) => Number(a > b) - Number(a < b));
}

/** What a flow's policies are asked with before it begins. */
const ASKED: PolicyContext = { ...AT_THE_DOOR, pending: undefined, hasPlan: false };
