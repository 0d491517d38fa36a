/*
 * Files that were named as blueprints and are something else that looks nothing like YAML, or is YAML whose
 * values nobody can read. Each is one finding that says what it is, in place of where YAML gives up.
 */

/** What files with these extensions are written in. */
const BY_EXTENSION: Readonly<Record<string, string>> = {
  cjs: 'JavaScript',
  conf: 'a configuration file',
  cue: 'CUE',
  env: 'a list of variables',
  go: 'Go',
  hcl: 'HCL',
  html: 'HTML',
  ini: 'a configuration file',
  js: 'JavaScript',
  jsonnet: 'Jsonnet',
  jsx: 'JavaScript',
  libsonnet: 'Jsonnet',
  lua: 'Lua',
  mjs: 'JavaScript',
  mts: 'TypeScript',
  nix: 'Nix',
  ps1: 'PowerShell',
  py: 'Python',
  rb: 'Ruby',
  rs: 'Rust',
  sh: 'a shell script',
  tf: 'Terraform',
  tfvars: 'Terraform',
  tofu: 'OpenTofu',
  toml: 'TOML',
  ts: 'TypeScript',
  tsx: 'TypeScript',
  xml: 'XML',
};

/** By which line each is known where there is no name to go by. */
const BY_LINE: readonly (readonly [string, RegExp])[] = [
  ['a script', /^#!/],
  ['HTML or XML', /^\s*<(?:!DOCTYPE|\?xml|html)\b/i],
  [
    'Terraform',
    /^(?:resource|data)[ \t]+"[^"\n]+"[ \t]+"[^"\n]+"[ \t]*\{|^(?:variable|output|module|provider)[ \t]+"[^"\n]+"[ \t]*\{|^(?:locals|terraform)[ \t]*\{/m,
  ],
  [
    'TypeScript or JavaScript',
    /^import\b.*\bfrom[ \t]+['"]|^export[ \t]+(?:default|const|function|class|interface|type)\b|^(?:const|let|var)[ \t]+[\w{[].*=/m,
  ],
  [
    'Python',
    /^from[ \t]+[\w.]+[ \t]+import[ \t]|^import[ \t]+[\w.]+[ \t]*$|^(?:def|class)[ \t]+\w+.*:[ \t]*$/m,
  ],
  [
    'Nix',
    /^\s*(?:\{[\w\s,.?@]*\}[ \t]*:|let\b|with[ \t]+[\w.]+;|rec[ \t]*\{)|^[ \t]*[\w.]+[ \t]*=[ \t]*\{[ \t]*$/m,
  ],
];

/** What a file that cannot be read as a blueprint is written in; undefined where that cannot be told. */
export function languageOf(path: string, text: string): string | undefined {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  if (Object.hasOwn(BY_EXTENSION, extension)) return BY_EXTENSION[extension];
  return BY_LINE.find(([, line]) => line.test(text))?.[0];
}

/** Whether the values of a file are encrypted with SOPS, which leaves its own part at the end (or as JSON). */
export function isEncrypted(text: string): boolean {
  return /^(?:sops:|[ \t]*"sops"[ \t]*:)/m.test(text) && /\bENC\[AES256_GCM,/.test(text);
}
