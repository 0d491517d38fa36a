import tseslint from 'typescript-eslint';

const noConsole = {
  'no-console': 'error',
  'no-restricted-globals': [
    'error',
    { name: 'process', message: 'Only cli/ knows the process: pass in what you need.' },
    { name: 'fetch', message: 'Only client/ talks to a server.' },
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'schemas/', 'src/*/generated/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
      ],
      eqeqeq: 'error',
      'no-nested-ternary': 'error',
      // Values of JSON are put into messages; what they are has been decided before.
      '@typescript-eslint/no-base-to-string': 'off',
      // Characters are counted as the server counts them: by code point.
      '@typescript-eslint/no-misused-spread': 'off',
      // Recurses without end on recursive types such as Value (typescript-eslint 8.73).
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    // Tables of tests may be long; what they call may not. An exception says why at the file's head.
    files: ['src/**/*.ts', 'scripts/**/*.mjs', 'bench/**/*.mjs'],
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 20],
    },
  },
  { files: ['src/**/*.ts'], ignores: ['src/cli/**', 'src/client/**', 'src/sandbox/**'], rules: noConsole },
  { files: ['src/client/**/*.ts', 'src/sandbox/**/*.ts'], rules: { 'no-console': 'error' } },
  {
    files: ['**/*.mjs', '**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    rules: { ...tseslint.configs.disableTypeChecked.rules, 'no-restricted-syntax': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'vitest.config.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': 'off',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take it from test/random-cases.ts: it has a seed.' },
      ],
    },
  },
);
