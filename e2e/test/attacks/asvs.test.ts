import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { testsIn } from '../../support/test-names.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const rows = readFileSync(`${repository}docs/asvs.md`, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '));

/** The tests that a row names: a file, and words of a test's name where only some of its tests are meant. */
const named = rows.flatMap((row) =>
  [...row.matchAll(/`([\w./-]+\.test\.ts)`(?: \(([^)]+)\))?/g)].map(([, file, name]) => [file!, name ?? ''] as const),
);

test('each chapter of the standard has its rows', () => {
  const chapters = rows.flatMap((row) => /^\| \*\*V(\d+) /.exec(row)?.[1] ?? []);
  expect(chapters).toEqual(Array.from({ length: 17 }, (_, index) => String(index + 1)));
});

test.each(named)('%s has a test named "%s" that runs', (file, name) => {
  expect(existsSync(repository + file)).toBe(true);
  const running = testsIn(repository + file).filter(({ runs }) => runs);
  expect(running.map((one) => one.name)).toContainEqual(expect.stringContaining(name));
});

describe('a requirement that names no test', () => {
  const untested = rows.slice(2).filter((row) => !row.startsWith('| **') && !/\.test\.ts`/.test(row));

  test.each(untested)('says why there is none: %s', (row) => {
    expect(row).toMatch(/Do(?:es)? not apply|Not met|not the town's|\]\([\w/-]+\.md|By reading/);
  });
});
