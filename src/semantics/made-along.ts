import type { Node } from '../blueprint/blueprint.ts';
import type { Catalog, ModelName } from '../catalog/model.ts';

/**
 * Whether a text in an identifier is that of an object which the server makes along with another (the account of
 * an outpost, its token): no entry makes such an object. In place of what is not known, the text has any other.
 */
export function isMadeAlong(catalog: Catalog, model: ModelName, field: string, text: string): boolean {
  return Object.values(catalog.models).some(
    (other) =>
      other.kind === 'resource' &&
      other.brings?.some(({ model: brought, values }) => {
        const value = brought === model ? values[field] : undefined;
        return value !== undefined && 'text' in value && hasPattern(value.text, text);
      }),
  );
}

/** The text of an identifier, any text in place of what a template fills in; undefined where it is none. */
export function textOrTemplate(node: Node): string | undefined {
  if (node.kind === 'scalar') return typeof node.value === 'string' ? node.value : undefined;
  const [template] = node.kind === 'tag' && node.tag === '!Format' ? node.args : [];
  return template?.kind === 'scalar' ? template.text.replaceAll('%s', 'x') : undefined;
}

/** Whether a text is made of a template whose names in braces may stand for anything. */
function hasPattern(template: string, text: string): boolean {
  const pieces = template
    .split(/\{\w+\}/u)
    .map((piece) => piece.replace(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`));
  return new RegExp(`^${pieces.join('.+')}$`, 'u').test(text);
}
