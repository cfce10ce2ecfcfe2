import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules/', '.serverless/', '.esbuild/', 'dist/', '.local/', 'coverage/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],

      // A number reads the same in a sentence as in code.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => stop()` and `return stop();` read better than braces that only drop undefined.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `for (;;)` and `while (true)` are how a loop that ends from within is written.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // Objects here are closures: their methods never read `this`, and may be handed on as they are.
      '@typescript-eslint/unbound-method': 'off',
      // `const { secret, ...rest } = all` is how a member is left out, and `[, _name, value]` how a place in a row is named.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, destructuredArrayIgnorePattern: '^_' },
      ],
      // `async` without `await` still turns a throw into the rejection that a promise-returning interface owes its caller.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // A Lambda writes through the logger only: one shape, and nothing secret by accident.
    files: ['functions/**/*.ts', 'shared/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['**/tests/**/*.ts'],
    rules: {
      // A file of cases is read by looking up one of them; its length hurts nobody.
      'max-lines': 'off',
      // Parsed JSON and jest's matchers (`expect.any(String)`) are `any`: here the assertion is what checks them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
