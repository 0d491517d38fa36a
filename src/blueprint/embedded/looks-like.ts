/*
 * Whether a text is a blueprint, or was meant as one, without reading it: most YAML files of a repository are
 * neither, and this must cost nothing and call none of them a broken blueprint. A key counts at the start of
 * a line, or in braces as JSON writes it.
 */
const ENTRIES = /^(?:entries|"entries"|'entries'):/m;
const OTHER_KEYS = /^(?:version|metadata|context|"version"|"metadata"|'version'):/m;
/** The model of an entry, of one of authentik's applications. */
const MODEL = /^[ \t]*(?:-[ \t]+)?["']?model["']?:[ \t]+["']?authentik_\w/m;

/**
 * Whether a text has a key of a blueprint and a second sign of one; a key alone is found elsewhere, too (an
 * index of Helm charts has `entries`).
 */
export function looksLikeBlueprint(text: string): boolean {
  return (
    hasEntries(text) ||
    (isJson(text)
      ? /"model"\s*:\s*"authentik_\w/.test(text) && /"version"\s*:/.test(text)
      : MODEL.test(text) && OTHER_KEYS.test(text))
  );
}

/** Whether a text has `entries` as a blueprint has them, and a second sign of one. */
export function hasEntries(text: string): boolean {
  if (isJson(text)) return /"entries"\s*:/.test(text) && /"(?:version|metadata|model)"\s*:/.test(text);
  return ENTRIES.test(text) && (OTHER_KEYS.test(text) || MODEL.test(text));
}

/** Whether a text has any sign of a blueprint, so that it was probably meant as one. */
export function meantAsBlueprint(text: string): boolean {
  return (
    ENTRIES.test(text) ||
    MODEL.test(text) ||
    looksLikeBlueprint(text) ||
    /^version:[ \t]*1[ \t]*(?:#.*)?$/m.test(text)
  );
}

/** Whether a text is a Kubernetes object, or has the form of one. */
export function isManifest(text: string): boolean {
  return ['apiVersion:', 'kind:'].every((key) => text.startsWith(key) || text.includes(`\n${key}`));
}

function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}
