import type { Shape } from './model.ts';

/**
 * What the text of a field is for: a `value` names, opens or reaches something; `prose` is read by people, and
 * `code` by an interpreter, so that braces and dollars can belong to it.
 */
export type TextUse = 'value' | 'prose' | 'code';

/** Fields whose text is shown to people as it is: labels, help texts, subjects of mails (API documents). */
const PROSE: ReadonlySet<string> = new Set([
  'branding_title',
  'deny_message',
  'description',
  'email_subject_prefix',
  'error_message',
  'friendly_name',
  'hyperlink_label',
  'initial_value',
  'label',
  'meta_description',
  'meta_publisher',
  'placeholder',
  'sub_text',
  'subject',
  'symbol_charset',
  'title',
]);

/** Fields whose text something interprets: Python, CSS, a blueprint, a configuration file, patterns. */
const CODE: ReadonlySet<string> = new Set([
  'branding_custom_css',
  'content',
  'expression',
  'krb5_conf',
  'skip_path_regex',
]);

/**
 * Texts in which the server itself fills in `%(name)s`: the title of a flow, the path of users that a source
 * makes, where an application starts, pictures by theme (flows/models, core/models and the validators of
 * 2023.2.3 and 2025.12.4).
 */
const FILLED_IN: ReadonlySet<string> = new Set(['meta_launch_url', 'title', 'user_path_template']);
const FILLED_IN_FORMATS = /^(?:uri-template|link-template|media|picture|public-picture|rooted-picture)$/;

/** What the text of a field is for; of a field that nothing is known of, a value. */
export function textUse(name: string, { format }: Pick<Shape, 'format'>): TextUse {
  if (CODE.has(name) || format?.startsWith('python') === true) return 'code';
  return format === undefined && PROSE.has(name) ? 'prose' : 'value';
}

/** Whether the server fills in `%(name)s` in the text of a field. */
export function fillsIn(name: string, { format }: Pick<Shape, 'format'>): boolean {
  return FILLED_IN.has(name) || (format !== undefined && FILLED_IN_FORMATS.test(format));
}
