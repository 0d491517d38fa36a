import { isOpen, Opaque, type Value } from '../blueprint/value.ts';
import type { Shape } from '../catalog/model.ts';
import { formOf } from './form-of.ts';
import type { Accepted, Path } from './form.ts';
import { refused, stored } from './problem.ts';

/*
 * What the server makes of a value before it stores it. authentik's serializers are lenient (a number becomes
 * text, "5" an integer, "yes" a boolean) and trim white space, so a value is first converted to the form that
 * the server would give back: comparing then needs no special cases. What the server would refuse is refused
 * here, before anything is written. Measured on 2023.2.3: probes yaml_int_name, yaml_date_name,
 * ident_list_value, attr_whitespace_trim, yaml_inf, the recordings of the REST API, and the verdicts on
 * single attributes.
 */

/**
 * The value that the server stores and shows when a field is set to this one, or all problems for which it
 * would refuse it. A value that only the server will know is accepted unchanged.
 */
export function accept(field: Shape, value: Value): Accepted {
  return acceptAt(field, value, [], field.secret === true);
}

function acceptAt(field: Shape, value: Value, path: Path, isHidden: boolean): Accepted {
  if (isOpen(value)) return stored(value);
  const within = {
    path,
    isHidden,
    part: (part: Shape, item: Value, key: string | number): Accepted =>
      acceptAt(part, item, [...path, key], isHidden),
  };
  if (value instanceof Opaque) return refused('tag-misplaced', `${value.tag} is not resolved here`, within);
  if (value === null)
    return field.nullable ? stored(null) : refused('attribute-null', 'must not be null', within);
  return formOf(field).accept(field, value, within);
}
