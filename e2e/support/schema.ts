import type { Database } from '@townsquare/kit';

type Driver = Database['source']['driver'];
/** What an entity says of a column. */
type ColumnMetadata = Database['source']['entityMetadatas'][number]['columns'][number];

/** A column of a database, with its definition in one notation for MariaDB and MySQL. */
export interface SchemaColumn {
  table: string;
  column: string;
  definition: string;
}

export interface SchemaKey {
  table: string;
  column: string;
  /** The table and column that it points to, as `table(column)`. */
  parent: string;
  onDelete: string;
}

interface ColumnRow {
  tableName: string;
  columnName: string;
  type: string;
  nullable: 'YES' | 'NO';
  standard: string | null;
  extra: string;
}

const COLUMNS = `SELECT table_name AS tableName, column_name AS columnName, column_type AS type, is_nullable AS nullable,
    column_default AS standard, extra AS extra FROM information_schema.columns
  WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`;

const FOREIGN_KEYS = `SELECT k.table_name AS tableName, k.column_name AS columnName, k.referenced_table_name AS parent,
    k.referenced_column_name AS parentColumn, r.delete_rule AS onDelete
  FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
    ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
  WHERE k.constraint_schema = DATABASE() AND k.referenced_table_name IS NOT NULL ORDER BY 1, 2`;

const UNIQUE_KEYS = `SELECT table_name AS tableName, index_name AS name,
    GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', ') AS columns
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND non_unique = 0
  GROUP BY table_name, index_name ORDER BY table_name, index_name`;

const CHECKS = `SELECT t.table_name AS tableName, c.constraint_name AS name, c.check_clause AS clause
  FROM information_schema.check_constraints c JOIN information_schema.table_constraints t
    ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name AND t.constraint_type = 'CHECK'
  WHERE c.constraint_schema = DATABASE()`;

/** MariaDB's JSON is a text with this check. */
const JSON_CHECK = /^json_valid\(`(\w+)`\)$/;

export async function readColumns({ manager }: Database): Promise<SchemaColumn[]> {
  const rows: ColumnRow[] = await manager.query(COLUMNS);
  const checks = await readAllChecks(manager);
  const isJson = ({ tableName, columnName }: ColumnRow) =>
    checks.some((check) => check.tableName === tableName && JSON_CHECK.exec(check.clause)?.[1] === columnName);
  return rows.map((row) => ({
    table: row.tableName,
    column: row.columnName,
    definition: [
      isJson(row) ? 'json' : typeOf(row.type),
      row.nullable === 'YES' ? '' : 'not null',
      defaultOf(row),
      /on update current_timestamp\(\d\)/i.exec(row.extra)?.[0].toLowerCase() ?? '',
      /auto_increment/i.test(row.extra) ? 'auto_increment' : '',
    ]
      .filter((part) => part !== '')
      .join(' '),
  }));
}

/** MariaDB gives integers a width for display, which MySQL has given up. */
function typeOf(type: string): string {
  return type.replace(/\b((?:tiny|small|medium|big)?int)\(\d+\)/, '$1');
}

/** MariaDB quotes a text and writes NULL, MySQL does neither, and adds the character set to the text of an expression. */
function defaultOf({ type, standard }: ColumnRow): string {
  if (standard === null || standard === 'NULL') return '';
  const text = standard.replace(/^_utf8mb4\\?/, '').replace(/^\\?'(.*?)\\?'$/, '$1');
  if (/^current_timestamp/i.test(text)) return `default ${text.toLowerCase()}`;
  return /^(enum|varchar|char|text)/.test(type) ? `default '${text}'` : `default ${text}`;
}

export async function readForeignKeys({ manager }: Database): Promise<SchemaKey[]> {
  const rows: { tableName: string; columnName: string; parent: string; parentColumn: string; onDelete: string }[] =
    await manager.query(FOREIGN_KEYS);
  return rows.map((row) => ({
    table: row.tableName,
    column: row.columnName,
    parent: `${row.parent}(${row.parentColumn})`,
    onDelete: row.onDelete.toLowerCase(),
  }));
}

/** The columns of each unique key, the primary one included, by table. */
export async function readUniqueKeys({ manager }: Database): Promise<Map<string, string[]>> {
  const rows: { tableName: string; columns: string }[] = await manager.query(UNIQUE_KEYS);
  const keys = new Map<string, string[]>();
  for (const { tableName, columns } of rows) keys.set(tableName, [...(keys.get(tableName) ?? []), columns]);
  return keys;
}

/** The checks of a database's own: name and condition, by table. */
export async function readChecks({ manager }: Database): Promise<{ table: string; name: string; clause: string }[]> {
  const checks = await readAllChecks(manager);
  return checks
    .filter(({ clause }) => !JSON_CHECK.test(clause))
    .map(({ tableName, name, clause }) => ({ table: tableName, name, clause: withoutBrackets(clause) }));
}

function readAllChecks(manager: Database['manager']): Promise<{ tableName: string; name: string; clause: string }[]> {
  return manager.query(CHECKS);
}

/** The two write conditions with different brackets and quotes. */
function withoutBrackets(clause: string): string {
  return clause.toLowerCase().replace(/[`()]/g, '').replace(/\s+/g, ' ').trim();
}

/** What an entity says of a column, in the notation of `readColumns`. */
export function definitionOf(driver: Driver, column: ColumnMetadata): string {
  const standard = typeof column.default === 'function' ? column.default() : column.default;
  return [
    metadataType(driver, column),
    column.isNullable ? '' : 'not null',
    standard === undefined || standard === null ? '' : `default ${standardOf(standard)}`,
    column.onUpdate ? `on update ${column.onUpdate.toLowerCase()}` : '',
    column.isGenerated ? 'auto_increment' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function metadataType(driver: Driver, column: ColumnMetadata): string {
  const name = driver.normalizeType(column);
  if (name === 'enum') return `enum(${column.enum!.map((value) => `'${value}'`).join(',')})`;
  const size = column.length || column.precision;
  return `${name}${size && !/int|text|json/.test(name) ? `(${size})` : ''}${column.unsigned ? ' unsigned' : ''}`;
}

/** A function's text is SQL, of which an expression is in brackets. */
function standardOf(standard: unknown): string {
  if (typeof standard === 'boolean') return standard ? '1' : '0';
  if (typeof standard !== 'string') return String(standard);
  const sql = /^\((.*)\)$/.exec(standard)?.[1] ?? standard;
  return /^(current_timestamp\(\d\)|'.*')$/i.test(sql) ? sql.toLowerCase() : `'${sql}'`;
}
