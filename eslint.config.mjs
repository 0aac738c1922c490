import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const RUNTIME = ['type:contracts', 'type:kernel', 'type:runtime'];

/** Who may import whom (ARCHITECTURE.md, boundaries); tools/checks/probes.mjs proves that each row fires. */
const boundaries = {
  enforceBuildableLibDependency: false,
  banTransitiveDependencies: true,
  // Specs of the runtime libraries use the testing library, which is built on them.
  ignoredCircularDependencies: [
    ['@outcry/messaging', '@outcry/testing'],
    ['@outcry/service', '@outcry/testing'],
  ],
  depConstraints: [
    { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: [], allowedExternalImports: ['zod'] },
    { sourceTag: 'type:kernel', onlyDependOnLibsWithTags: [], allowedExternalImports: [] },
    { sourceTag: 'type:runtime', onlyDependOnLibsWithTags: [...RUNTIME, 'type:testing'] },
    { sourceTag: 'type:service', onlyDependOnLibsWithTags: [...RUNTIME, 'type:testing'] },
    { sourceTag: 'type:testing', onlyDependOnLibsWithTags: [...RUNTIME] },
    {
      sourceTag: 'type:e2e',
      onlyDependOnLibsWithTags: [...RUNTIME, 'type:testing', 'type:client'],
    },
    // Benchmarks drive services from outside and, where the path without HTTP is raced, from inside.
    {
      sourceTag: 'type:bench',
      onlyDependOnLibsWithTags: [...RUNTIME, 'type:testing', 'type:service'],
    },
    // The demo is a client of the public gateway, not a service.
    { sourceTag: 'type:client', onlyDependOnLibsWithTags: [...RUNTIME, 'type:testing'] },
  ],
};

/** The domain is synchronous and pure: all that is not deterministic arrives in the command. */
const purity = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          regex: '^(?!\\.{1,2}/|@outcry/kernel$)',
          message: 'Domain code imports only its own files and @outcry/kernel.',
        },
        {
          regex:
            '^\\.{1,2}/.*(commands|consumers|http|queries|persistence|publishing|generated)(/|$)',
          message: 'Domain code does not reach out of the domain.',
        },
      ],
    },
  ],
  'no-restricted-globals': [
    'error',
    'process',
    'fetch',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'crypto',
    'performance',
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Time arrives in the command.' },
    { object: 'Math', property: 'random', message: 'Randomness arrives in the command.' },
  ],
};

const SYNTAX = [
  { selector: 'TSEnumDeclaration', message: 'Use an `as const` object and a union type.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use modules.' },
  { selector: 'TSParameterProperty', message: 'Declare the field.' },
  { selector: 'ExportAllDeclaration', message: 'Re-export by name.' },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
];
const IMPURE_SYNTAX = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Time arrives in the command.',
  },
  { selector: 'AwaitExpression', message: 'Domain code is synchronous.' },
];

/** Specs of the pure libraries may use the property tester; their product code may use nothing. */
const boundariesOfPureSpecs = {
  ...boundaries,
  depConstraints: boundaries.depConstraints.map((row) =>
    row.sourceTag === 'type:kernel' || row.sourceTag === 'type:contracts'
      ? { ...row, allowedExternalImports: [...row.allowedExternalImports, 'fast-check'] }
      : row,
  ),
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/generated/**',
      '**/node_modules/**',
      '.outcry/**',
      '**/coverage/**',
      '.stryker-tmp/**',
      'apps/gateway/public/**',
    ],
  },
  {
    files: ['{apps,libs}/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-restricted-syntax': ['error', ...SYNTAX],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 70 }],
      'max-len': [
        'error',
        {
          code: 100,
          ignoreUrls: true,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
          ignoreRegExpLiterals: true,
        },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: [
      '{apps,libs}/**/*.spec.ts',
      '{apps,libs}/*/test/**/*.ts',
      'libs/testing/**/*.ts',
      'apps/e2e/**/*.ts',
    ],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['{apps,libs}/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/test/**', 'libs/testing/**', 'apps/{e2e,bench}/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^@outcry/testing$', message: 'Only tests use the testing library.' },
          ],
        },
      ],
    },
  },
  {
    files: ['apps/*/src/domain/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { ...purity, 'no-restricted-syntax': ['error', ...SYNTAX, ...IMPURE_SYNTAX] },
  },
  {
    files: ['libs/{kernel,contracts}/**/*.spec.ts'],
    rules: { '@nx/enforce-module-boundaries': ['error', boundariesOfPureSpecs] },
  },
  { files: ['**/cli/**/*.ts'], rules: { 'no-console': 'off' } },
);
