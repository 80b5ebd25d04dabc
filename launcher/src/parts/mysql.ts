import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { partPorts } from '../ports.js';
import { baseEnvironment, type ProcessSpec } from '../process-spec.js';
import { adminPasswords } from '../secrets.js';
import { writePrivate } from '../system/files.js';
import { findProgram, run } from '../system/run.js';
import { type Town, townPaths } from '../town.js';
import { requireProgram } from './install.js';
import type { MysqlAddress, Part } from './part.js';

const variable = 'TOWN_MYSQL_URL';
const admin = 'townsquare';

/** MariaDB or MySQL. */
export const mysql: Part<MysqlAddress> = {
  name: 'mysql',
  title: 'MySQL',
  variable,
  parse(url) {
    const parsed = new URL(url);
    return {
      host: parsed.hostname,
      port: Number(parsed.port || 3306),
      user: decodeURIComponent(parsed.username),
      password: decodeURIComponent(parsed.password),
    };
  },
  ownAddress(town) {
    return { host: '127.0.0.1', port: partPorts(town.base).mysql, user: admin, password: adminPasswords(town).mysql };
  },
  prepare,
  async ask(address) {
    const connection = await createConnection({ ...address, connectTimeout: 2000 });
    try {
      await connection.query('SELECT 1');
      return true;
    } finally {
      await connection.end();
    }
  },
  describe: (address) => `${address.host}:${address.port}`,
};

async function prepare(town: Town, note: (text: string) => void): Promise<ProcessSpec> {
  const server = await requireProgram(['mariadbd', 'mysqld'], ['mariadb-server'], variable, note);
  const folder = townPaths(town).mysql;
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  if (!existsSync(join(folder, 'mysql'))) {
    note('creating its data folder');
    await createDataFolder(server, folder, asRoot);
  }
  const init = join(townPaths(town).run, 'mysql-init.sql');
  writePrivate(init, initialStatements(adminPasswords(town).mysql));
  return {
    name: 'mysql',
    command: server,
    args: [
      '--no-defaults',
      ...asRoot,
      `--datadir=${folder}`,
      `--port=${partPorts(town.base).mysql}`,
      '--bind-address=127.0.0.1',
      // Relative to the data folder: a socket's full path may not be longer than about 100 bytes.
      '--socket=mysql.sock',
      `--pid-file=${join(folder, 'mysql.pid')}`,
      `--init-file=${init}`,
      '--skip-name-resolve',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_ci',
      '--default-time-zone=+00:00',
      '--log-bin=binlog',
      '--binlog-format=ROW',
      '--binlog-row-image=FULL',
      '--server-id=1',
      '--innodb-flush-log-at-trx-commit=1',
      '--innodb-buffer-pool-size=256M',
      '--max-connections=500',
      ...(isMariaDb(server) ? ['--expire-logs-days=3'] : ['--binlog-expire-logs-seconds=259200', '--mysqlx=OFF']),
    ],
    env: baseEnvironment(process.env),
    stopSeconds: 60,
  };
}

async function createDataFolder(server: string, folder: string, asRoot: readonly string[]): Promise<void> {
  const options = { what: "Creating MySQL's data folder", advice: `remove ${folder} and try again.` };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const installer = findProgram('mariadb-install-db', 'mysql_install_db');
  try {
    if (installer && isMariaDb(server)) {
      const args = [
        '--no-defaults',
        ...asRoot,
        `--datadir=${folder}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
      ];
      await run(installer, args, options);
    } else {
      await run(server, ['--no-defaults', ...asRoot, `--datadir=${folder}`, '--initialize-insecure'], options);
    }
  } catch (error) {
    // A half-made folder would be taken for a whole one at the next start.
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Debian's mysqld is a link to mariadbd, and the installer of MariaDB lies beside it. */
function isMariaDb(server: string): boolean {
  return server.endsWith('mariadbd') || findProgram('mariadb-install-db') !== undefined;
}

/** Run at every start: the administrator exists, and nobody signs in without a password. */
function initialStatements(password: string): string {
  return [
    `CREATE USER IF NOT EXISTS '${admin}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `ALTER USER '${admin}'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${admin}'@'127.0.0.1' WITH GRANT OPTION;`,
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';`,
    "DROP USER IF EXISTS ''@'localhost';",
    "DROP USER IF EXISTS 'root'@'127.0.0.1';",
    "DROP USER IF EXISTS 'root'@'::1';",
    '',
  ].join('\n');
}
