const js = require('typescript-eslint');

/** A constructor with more collaborators, or a function with more parameters, holds two concepts. */
const PARAMETERS = [
  {
    selector: 'MethodDefinition[kind="constructor"] > FunctionExpression[params.length>5]',
    message: 'At most 5 collaborators: split the class.',
  },
  {
    selector: ':matches(FunctionDeclaration, ArrowFunctionExpression)[params.length>4]',
    message: 'At most 4 parameters: hand over one object.',
  },
];

const SYNTAX = [
  ...PARAMETERS,
  { selector: 'ExportAllDeclaration', message: 'Name what you export: a front door says what is behind it.' },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only: one thing, one name.' },
  { selector: 'CallExpression[callee.name="forwardRef"]', message: 'A cycle is a missing third module.' },
];

module.exports = js.config(
  { ignores: ['dist/', 'node_modules/', 'data/', '.tools/', '.cache/', 'coverage/'] },
  {
    files: ['src/**/*.ts', 'libs/**/*.ts', 'migrations/**/*.ts', 'test/**/*.ts', 'ormconfig.ts'],
    extends: [js.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 12],
      'no-restricted-syntax': ['error', ...SYNTAX],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are parsed once, in platform/config.' },
      ],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Modules are classes without members by design of the framework.
      '@typescript-eslint/no-extraneous-class': [
        'error',
        { allowWithDecorator: true, allowStaticOnly: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: false }],
      // DTOs are shapes: a literal that fits one is one.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Methods of injected classes are handed to routers as arrow members; decorators confuse this rule.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Nest reads the types of constructor parameters and of @Body() at run time: an import that only types is no import.
    files: ['src/**/*.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['src/platform/process/start-process.ts', 'test/**/*.ts', 'ormconfig.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      // A describe block is a table of contents, not a function.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Their types exist only while a test runs that generates them; the compiler holds these files to them then.
    files: ['test/e2e/typed-client/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // A table is one statement, however many columns it has.
    files: ['migrations/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // Jest asks for a default export here.
    files: ['test/support/global-{setup,teardown}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...PARAMETERS] },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [js.configs.base],
    rules: {
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-undef': 'off',
    },
  },
);
