import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { PERSONAL_DATA, PERSONAL_IMAGES } from '@townsquare/contracts';
import { servicesFolder, servicesWithRoutes, withDatabaseOf } from '../support/service-routes.js';

/** A line of the table in docs/personal-data.md. */
interface Row {
  service: string;
  table: string;
  /** The last two columns, as they are. */
  holds: string;
  inDownload: string;
}

const rows: Row[] = readFileSync(join(servicesFolder, '../docs/personal-data.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \w+ \| `/.test(line))
  .map((line) => {
    const [, service, table, holds, inDownload] = line.split('|').map((cell) => cell.trim());
    return { service: service!, table: table!.replaceAll('`', ''), holds: holds!, inDownload: inDownload! };
  });

/** Those of a service's own, and those of what it is made of. */
const ownRows = (service: string) => rows.filter((row) => row.service === service).map(({ table }) => table);
const SHARED = [...ownRows('every'), ...ownRows('several')];

const tables: Record<string, string[]> = {};
beforeAll(async () => {
  for (const service of servicesWithRoutes) tables[service] = await tablesOf(service);
}, 120_000);

/** The tables that a service's migrations make. */
function tablesOf(service: string): Promise<string[]> {
  return withDatabaseOf(service, async ({ manager }) => {
    const found: object[] = await manager.query('SHOW TABLES');
    return found.map((row) => String(Object.values(row)[0]));
  });
}

test.each(servicesWithRoutes)('of each table of %s it is written down what it holds, and of no other', (service) => {
  const own = tables[service]!.filter((table) => !SHARED.includes(table));
  expect(own.sort()).toEqual(ownRows(service).sort());
  expect(tables[service]).toEqual(expect.arrayContaining(ownRows('every')));
});

test('what is said to be in several services is', () => {
  const counted = ownRows('several').map((table) => [
    table,
    servicesWithRoutes.filter((service) => tables[service]!.includes(table)).length > 0,
  ]);
  expect(counted).toEqual(ownRows('several').map((table) => [table, true]));
});

test('each table is written down once, with what it holds and whether that is in the download', () => {
  const names = rows.map(({ service, table }) => `${service} ${table}`);
  expect([...new Set(names)]).toEqual(names);
  for (const { table, holds, inDownload } of rows) {
    expect([table, holds, inDownload]).toEqual([
      table,
      expect.stringMatching(/\w/),
      expect.stringMatching(/^(no\b|`)/),
    ]);
  }
});

test('each file of the download is named by a table, and no other file', async () => {
  const { OWN_FILES } = await import(join(servicesFolder, 'auth/src/data-download/domain/download-text.ts'));
  const lists = Object.values(PERSONAL_DATA).flatMap((kinds) => kinds.map((kind) => `${kind}.json`));
  const own = Object.keys(OWN_FILES).map((kind) => `account/${kind}.json`);
  const images = Object.values(PERSONAL_IMAGES).map((kind) => `${kind}/*.webp`);
  const named = rows.flatMap(({ inDownload }) => [...inDownload.matchAll(/`([^`]+)`/g)].map(([, file]) => file!));
  expect([...new Set(named)].sort()).toEqual([...lists, ...own, ...images].sort());
});
