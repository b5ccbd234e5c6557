import tseslint from 'typescript-eslint';

/** Names that Node gives to every script; TypeScript checks the rest of the code for undefined names. */
const NODE_GLOBALS = Object.fromEntries(
  [
    'Buffer',
    'URL',
    'clearInterval',
    'clearTimeout',
    'console',
    'fetch',
    'performance',
    'process',
    'setImmediate',
    'setInterval',
    'setTimeout',
  ].map((name) => [name, 'readonly']),
);

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'data/', 'coverage/', 'web/dist/', 'web/src/gql/', 'web/vite.*.ts'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // `const { dropped: _, ...rest } = thing` is how a field is left out of a copy.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // `return refuse(…)` ends a handler in one line, and an arrow function of one call says the same with and without braces.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // `idParser<LicenseId>('license')`: the caller names the brand, or the row, that text from outside is read as.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Texts are spread by code point on purpose: codes and names are compared letter by letter, and nothing of them is drawn.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string', 'ActivationCode'] }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // The command line is the one place that speaks to a terminal; a benchmark prints its figures.
    files: ['src/cli/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src/graphql/**/*.ts'],
    rules: {
      // type-graphql's classes describe types; what a resolver answers is a plain value of that shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // `expect(server.close)` names a function without calling it.
      '@typescript-eslint/unbound-method': 'off',
      // `expect.any(String)` is an `any` by jest's types; the other rules of that family stay on.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // A test's own stand-in for an interface implements an async method without awaiting.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { ...NODE_GLOBALS, module: 'writable', require: 'readonly' } },
    rules: {
      'no-undef': 'error',
      'no-unused-vars': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
  },
);
