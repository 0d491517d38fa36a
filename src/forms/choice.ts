import { listed } from '../diagnostics/spelling.ts';
import { kindOf } from '../blueprint/kind-of.ts';
import type { Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { canonicalText } from './canonical-text.ts';
import type { Form, Within } from './form.ts';
import { plainJson, plainText } from './plain.ts';
import { quoted } from './problem.ts';

type Choices = NonNullable<Shape['enum']>;

/**
 * One of a few values. The server looks it up by its text, so the number 6 chooses "6" and the text "6" the
 * number 6 (measured: authentik's own TOTP blueprint on 2025.12.4), but the float 6.0 chooses neither.
 */
export const choice: Form = {
  name: 'choice',
  of: (field) => field.enum !== undefined,
  schema: ({ enum: choices = [] }) => {
    if (typeof choices[0] !== 'number') return { enum: [...choices, ...sameInText(choices)] };
    return { if: { type: 'string', pattern: `^(${choices.join('|')})$` }, else: { enum: choices } };
  },
  editorSchema: (field) => {
    const all = { enum: choicesOf(field) };
    if (typeof field.enum?.[0] !== 'number') return all;
    return { anyOf: [all, { type: 'string', pattern: `^(${field.enum.join('|')})$` }] };
  },
  present: (field, value) => found(field, value) ?? plainText(value) ?? plainJson(value),
  accept: (field, value, within) => {
    const one = found(field, value);
    return one === undefined
      ? { ok: false, problems: [noneOf(field.enum ?? [], value, within)] }
      : { ok: true, value: one };
  },
  normal: (field, value) =>
    canonicalText(value, (text) => (field.forms?.includes('upper') ? text.toUpperCase() : text)),
  words: () => 'a choice',
  plural: 'choices',
};

function found(field: Shape, value: Value): string | number | undefined {
  const text = plainText(value);
  const spelt = field.forms?.includes('upper') ? text?.toUpperCase() : text;
  return field.enum?.find((one) => String(one) === spelt);
}

function noneOf(choices: Choices, value: Value, within: Within): ReturnType<typeof problem> {
  const text = plainText(value);
  const names = choices.map((one) => `"${one}"`);
  const list = listed(within.isHidden ? '' : `"${text ?? ''}"`, names);
  return text === undefined
    ? problem('attribute-type', `must be one of ${list}, not ${kindOf(value)}`, choices, within)
    : problem('attribute-enum', `is ${quoted(text, within)}, which is none of ${list}`, choices, within);
}

function problem(
  code: 'attribute-type' | 'attribute-enum',
  message: string,
  choices: Choices,
  { path }: Within,
): { code: typeof code; message: string; path: Within['path']; choices: Choices } {
  return { code, message, path, choices };
}

/** The choices of a field as a file may have them: those that are numbers in quotes also without quotes. */
export function choicesOf({ enum: choices = [], nullable }: Shape): readonly unknown[] {
  const all = [...choices, ...sameInText(choices)];
  return nullable ? [...all, null] : all;
}

function sameInText(choices: Choices): number[] {
  return choices.flatMap((one) =>
    typeof one === 'string' && /^(0|[1-9]\d*)$/.test(one) ? [Number(one)] : [],
  );
}
