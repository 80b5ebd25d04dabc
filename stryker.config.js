import jest from './jest.config.js';

/**
 * Mutation testing, started by `npm run mutate -- SERVICE`: changes the rules of one service (its `domain/`) one place at
 * a time, and runs the unit tests beside them. A change that no test notices is a rule that no test holds.
 */
const service = process.env.MUTATE_SERVICE;
const domain = `services/${service}/src/**/domain`;

export default {
  mutate: [`${domain}/**/*.ts`, `!${domain}/**/*.test.ts`],
  testRunner: 'jest',
  // Jest runs the sources as ES modules.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: {
    config: {
      ...jest,
      testMatch: [`<rootDir>/${domain}/**/*.test.ts`],
      reporters: undefined,
      modulePathIgnorePatterns: ['/dist/'],
    },
  },
  coverageAnalysis: 'perTest',
  // The tests see no types, and swc takes the mutants as they are.
  disableTypeChecks: false,
  // Stryker rewrites a tsconfig.json with the API of TypeScript 5, which TypeScript 7 does not have; swc reads none.
  tsconfigFile: 'none',
  ignorePatterns: ['.town*', 'dist', 'docs', 'e2e', 'faults', 'k8s', 'reports'],
  tempDirName: '.town-stryker',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  concurrency: 2,
  allowEmpty: false,
};
