import { isTemplate } from '../blueprint/placeholder.ts';
import type { Form } from './form.ts';
import { plainText } from './plain.ts';
import { refused } from './problem.ts';
import type { PythonFault } from './python/fault.ts';
import { findFault } from './python/find-fault.ts';
import { formattedText } from './text.ts';
import { trimLikePython } from './white-space.ts';

/** Expressions in Python, by the minor number of the version that the server runs on: 11 is Python 3.11. */
export const pythons: readonly Form[] = [11, 12, 13, 14].map(pythonForm);

function pythonForm(minor: number): Form {
  const text = formattedText(
    `python-3.${minor}`,
    'an expression in Python',
    (given) => faultIn(given, minor) === undefined,
  );
  return {
    ...text,
    accept: (field, value, within) => {
      const given = plainText(value) ?? '';
      const kept = field.trim ? trimLikePython(given) : given;
      const fault = kept === '' ? undefined : faultIn(kept, minor);
      if (!fault) return text.accept(field, value, within);
      const at = given.indexOf(kept) + fault.at;
      const lines = given.slice(0, at).split('\n');
      const where = `in its line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
      const message = `is no Python 3.${minor}: ${where}, ${fault.what}`;
      return refused('attribute-format', message, within, at);
    },
  };
}

/**
 * What keeps a text from being compiled; undefined: nothing that is certain. What a template will fill in is
 * not known, unless it is in a string, where it is text as well.
 */
function faultIn(text: string, minor: number): PythonFault | undefined {
  const fault = findFault(text, minor);
  return fault && isTemplate(withoutStrings(text)) ? undefined : fault;
}

function withoutStrings(text: string): string {
  return text.replace(/"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#.*/g, '""');
}
