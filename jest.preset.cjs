/** The one Jest configuration: sources are read directly, through the `@outcry/source` condition. */
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: {
    customExportConditions: ['@outcry/source', 'node', 'require', 'default'],
  },
  testMatch: ['<rootDir>/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/src/generated/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: {
    '^.+\\.[cm]?[tj]s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(@outcry|jose|ioredis|@prisma/schema-engine-wasm)/)'],
  clearMocks: true,
  setupFilesAfterEnv: [`${__dirname}/tools/testing/patience.cjs`],
};
