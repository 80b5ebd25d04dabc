import { availableParallelism } from 'node:os';

/** One configuration for every test: unit tests beside the sources, HTTP tests beside the services, the rest in e2e/. */
export default {
  // Most tests wait for a database or a service more than they compute: two at a time also on two cores.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Jest keeps the modules of every test file that a worker has run. A process of gigabytes collects garbage slowly, and ends slowly.
  workerIdleMemoryLimit: '800MB',
  testMatch: ['<rootDir>/{packages,services,web,launcher,demo,e2e,faults}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/.town', '/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          experimental: { keepImportAttributes: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/launcher/jest/summary-reporter.js'],
};
