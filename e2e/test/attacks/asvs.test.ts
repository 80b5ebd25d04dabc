import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

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

test.each(named)('%s is there, and has a test "%s"', (file, name) => {
  expect(existsSync(repository + file)).toBe(true);
  // Names are written between quotes of any kind, in which those within are escaped.
  expect(readFileSync(repository + file, 'utf8').replaceAll("\\'", "'")).toContain(name);
});
