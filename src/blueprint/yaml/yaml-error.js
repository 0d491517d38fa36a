/**
 * The first thing in a text that is not YAML as PyYAML reads it. Thrown inside `yaml/` only: reading stops there, so one
 * mistake gives one finding; `readYaml` turns it into a value.
 */
export class YamlError extends Error {
    name = 'YamlError';
    span;
    hint;
    notes;
    code;
    constructor(message, span, more = {}) {
        super(message);
        this.span = span;
        this.hint = more.hint;
        this.notes = more.notes ?? [];
        this.code = more.code ?? 'yaml-syntax';
    }
}
