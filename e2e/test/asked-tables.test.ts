import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '@townsquare/kit';
import {
  definitionOf,
  readChecks,
  readColumns,
  readForeignKeys,
  readUniqueKeys,
  type SchemaColumn,
  type SchemaKey,
} from '../support/schema.js';
import { servicesFolder, servicesWithRoutes, withDatabaseOf } from '../support/service-routes.js';

const text = readFileSync(join(servicesFolder, '../docs/asked-tables.md'), 'utf8');

/** The part of the document below a heading, up to the next one. */
const section = (heading: string) => text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';

/** The rows of the table in a part of the document, without its head, and without the quotes of code. */
const rowsOf = (part: string): string[][] =>
  part
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').replace(/^`(.*)`$/, '$1')));

/** The asked tables: the headings of the form `service.table`. */
const ASKED = [...text.matchAll(/^## (\w+)\.(\w+)$/gm)].map(([name, service, table]) => ({
  name: name.slice(3),
  service: service!,
  table: table!,
}));

/** The columns that have the name of a row of the same database, by service. */
const POINTERS: Record<string, RegExp> = {
  auth: /^(user|role|session|case)_id$/,
  user: /_id$/,
  post: /^(post|media)_id$/,
  comment: /^(post|comment|parent_comment)_id$/,
};

/** The tables that a service is given by the packages: they have no parents. */
const isShared = (table: string) =>
  /^(migrations|outbox|inbox|idempotency_keys|purges|dead_letters|privacy_changes|known_\w+)$/.test(table);

interface Found {
  columns: SchemaColumn[];
  foreignKeys: SchemaKey[];
  uniqueKeys: Map<string, string[]>;
  checks: Awaited<ReturnType<typeof readChecks>>;
  /** What the entities say of the same columns. */
  entities: SchemaColumn[];
}

const found: Record<string, Found> = {};
beforeAll(async () => {
  for (const service of servicesWithRoutes) found[service] = await withDatabaseOf(service, read);
}, 120_000);

async function read(database: Database): Promise<Found> {
  return {
    columns: await readColumns(database),
    foreignKeys: await readForeignKeys(database),
    uniqueKeys: await readUniqueKeys(database),
    checks: await readChecks(database),
    entities: database.source.entityMetadatas.flatMap(({ tableName, columns }) =>
      columns.map((column) => ({
        table: tableName,
        column: column.databaseName,
        definition: definitionOf(database.source.driver, column),
      })),
    ),
  };
}

test('the document has the ten asked tables', () => {
  expect(ASKED.map(({ name }) => name)).toEqual([
    'auth.users',
    'auth.roles',
    'auth.user_roles',
    'user.profiles',
    'user.follows',
    'post.posts',
    'post.media',
    'comment.comments',
    'reaction.reactions',
    'notification.notifications',
  ]);
});

describe.each(ASKED)('$name', ({ name, service, table }) => {
  const rows = rowsOf(section(name));

  test('has the columns that the document lists, with these definitions', () => {
    const ours = found[service]!.columns.filter((column) => column.table === table);
    expect(rows.map(([column, , definition]) => `${column}: ${definition}`).sort()).toEqual(
      ours.map(({ column, definition }) => `${column}: ${definition}`).sort(),
    );
  });

  test('says of each column what was asked and why ours is what it is', () => {
    for (const [column, asked, , why] of rows) {
      expect([column, asked, why]).toEqual([column, expect.stringMatching(/\w/), expect.stringMatching(/\w/)]);
    }
  });

  test('has the unique keys that the document lists', () => {
    const listed = /^Unique: (.*)\.$/m.exec(section(name))?.[1] ?? '';
    const keys = [...listed.matchAll(/`([^`]+)`/g)].map(([, columns]) => columns!);
    expect(keys.sort()).toEqual(found[service]!.uniqueKeys.get(table)!.sort());
  });
});

test('the document lists all checks', () => {
  const checks = Object.entries(found).flatMap(([service, { checks }]) =>
    checks.map(({ table, name, clause }) => [`${service}.${table}`, name, clause]),
  );
  expect(rowsOf(section('Checks'))).toEqual(checks);
});

test('the document lists all foreign keys, and each deletes the child with its parent', () => {
  const keys = Object.entries(found).flatMap(([service, { foreignKeys }]) =>
    foreignKeys.map((key) => ({ ...key, table: `${service}.${key.table}` })),
  );
  const line = ({ table, column, parent }: SchemaKey) => `${table} ${column} ${parent}`;
  expect(
    rowsOf(section('Foreign keys'))
      .map((row) => row.join(' '))
      .sort(),
  ).toEqual(keys.map(line).sort());
  expect(keys.filter(({ onDelete }) => onDelete !== 'cascade')).toEqual([]);
});

test.each(Object.entries(POINTERS))(
  'each column of %s that points to a row beside it has a key, or a reason',
  (service, pointer) => {
    const { columns, foreignKeys } = found[service]!;
    const withoutKey = columns
      .filter(({ table, column }) => !isShared(table) && pointer.test(column))
      .filter(({ table, column }) => !foreignKeys.some((key) => key.table === table && key.column === column))
      .map(({ table, column }) => `${service}.${table} ${column}`);
    const listed = rowsOf(section('Columns without a foreign key'));
    expect(
      listed
        .filter(([table]) => table!.startsWith(`${service}.`))
        .map(([table, column]) => `${table} ${column}`)
        .sort(),
    ).toEqual(withoutKey.sort());
    for (const [table, column, why] of listed)
      expect([table, column, why]).toEqual([table, column, expect.stringMatching(/\w/)]);
  },
);

test.each(['auth', 'user', 'post', 'comment'])(
  'the entities of %s say the types and defaults of their columns',
  (service) => {
    const { columns, entities } = found[service]!;
    expect(entities.length).toBeGreaterThan(0);
    const ours = entities.map(({ table, column }) =>
      columns.find((one) => one.table === table && one.column === column),
    );
    expect(entities).toEqual(ours);
  },
);
