import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

// The layout of the tree, as CONTRIBUTING.md describes it.

const TOP = fileURLToPath(new URL('../../', import.meta.url));
const SERVICES = readdirSync(join(TOP, 'services'));
const PACKAGES = readdirSync(join(TOP, 'packages'));

const FILES = ['main.ts', 'app.ts', 'context.ts', 'config.ts'];
const FOLDERS = [
  'routes',
  'subscriptions',
  'use-cases',
  'reading',
  'views',
  'workers',
  'clients',
  'domain',
  'data',
  'recount',
];
/** The areas of auth: each has rooms of its own. */
const AREAS = ['identity', 'moderation', 'data-download'];
/** The rooms for what only this service does; of auth, also the mail that its areas share and the operator's commands. */
const SPECIAL: Record<string, string[]> = {
  gateway: ['docs', 'limits', 'middleware', 'realtime', 'upstream'],
  notification: ['live'],
  search: ['indices', 'rebuilding'],
  auth: [...AREAS, 'mail', 'admin.ts'],
};

/** The sources below a folder, as paths from the top of the tree; without tests, which may write SQL. */
function sources(folder: string): string[] {
  return readdirSync(join(TOP, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}

const read = (file: string) => readFileSync(join(TOP, file), 'utf8');

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');

const camelCase = (name: string) => name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

const pascalCase = (name: string) => camelCase(`-${name}`);

/** What a file exports at run time: names, with `*` and lists as they are written. Types are left out. */
function exportsOf(file: string): string[] {
  const text = withoutComments(read(file));
  const declared = text.matchAll(
    /^export (?:default )?(?:async )?(?:abstract )?(?:function\*?|const|let|class|enum) (\w+)/gm,
  );
  const listed = text.matchAll(/^export (\{[^}]*\}|\*)/gm);
  return [...declared, ...listed].map(([, name]) => name!);
}

/** A service's rooms of this name: its own, or one in each area of auth. */
function rooms(service: string, name: string): string[] {
  const src = join('services', service, 'src');
  const folders = [src, ...(service === 'auth' ? AREAS.map((area) => join(src, area)) : [])];
  return folders.map((folder) => join(folder, name)).filter((folder) => existsSync(join(TOP, folder)));
}

describe.each(SERVICES)('the service %s', (service) => {
  const src = join('services', service, 'src');

  test('has the rooms of the template, and nothing else in src/', () => {
    const allowed = [...FILES, ...FOLDERS, ...(SPECIAL[service] ?? [])];
    expect(readdirSync(join(TOP, src)).filter((name) => !allowed.includes(name))).toEqual([]);
    // The gateway has nothing that its routes share: it passes on what others answer.
    const needed = ['main.ts', 'app.ts', ...(service === 'gateway' ? [] : ['context.ts']), 'routes'];
    for (const name of needed) {
      const areas = service === 'auth' && name === 'routes' ? AREAS.map((area) => join(area, name)) : [name];
      for (const path of areas) expect([path, existsSync(join(TOP, src, path))]).toEqual([path, true]);
    }
  });

  test('has one composition root, named after the service', () => {
    const root = `create${pascalCase(service)}Service`;
    expect(read(join(src, 'app.ts'))).toMatch(new RegExp(`^export (async )?function ${root}\\(`, 'm'));
    const others = sources(src).filter((file) => file !== join(src, 'app.ts') && exportsOf(file).includes(root));
    expect(others).toEqual([]);
    if (!existsSync(join(TOP, src, 'data'))) return;
    expect(read(join(src, 'app.ts'))).toMatch(
      new RegExp(`^export const ${camelCase(service)}Service: ServiceDefinition`, 'm'),
    );
    expect(exportsOf(join(src, 'data/migrations.ts'))).toContain('MIGRATIONS');
  });

  test('has one route in each file of routes/, exported under the name of the file', () => {
    for (const room of rooms(service, 'routes')) {
      for (const file of sources(room)) {
        const isIndex = file === join(room, 'index.ts');
        const name = isIndex ? 'createRoutes' : camelCase(basename(file, '.ts'));
        expect([file, exportsOf(file)]).toEqual([file, [name]]);
      }
    }
  });

  test('has one event in each file of subscriptions/, exported as `on` and the name of the file', () => {
    for (const room of rooms(service, 'subscriptions')) {
      for (const file of sources(room)) {
        const isIndex = file === join(room, 'index.ts');
        const name = isIndex ? 'createSubscriptions' : `on${pascalCase(basename(file, '.ts'))}`;
        expect([file, exportsOf(file)]).toEqual([file, [name]]);
      }
    }
  });

  test('has its entities in data/ alone', () => {
    const holders = sources(src).filter((file) => /@Entity\(|new EntitySchema\b/.test(withoutComments(read(file))));
    expect(holders.filter((file) => !isData(file))).toEqual([]);
  });
});

const isData = (file: string) => dirname(file).split('/').includes('data');

const SQL =
  /\b(SELECT|INSERT (IGNORE )?INTO|REPLACE INTO|DELETE FROM|UPDATE [`\w$]+\s+SET|(CREATE|ALTER|DROP) TABLE|ORDER BY|GROUP BY)\b/;

/** TypeORM's own statements: they are SQL as well. */
const STATEMENT =
  /\bmanager\s*\.\s*(query|find\w*|insert|update|upsert|save|delete|count\w*|exists?\w*|increment|createQueryBuilder)\b/;

test('SQL is in the data/ of services, in kit and in projections, and nowhere else', () => {
  const holdsSql = (file: string) => {
    const code = withoutComments(read(file));
    return SQL.test(code) || STATEMENT.test(code);
  };
  const services = SERVICES.flatMap((service) => sources(join('services', service, 'src'))).filter(
    (file) => !isData(file),
  );
  const packages = PACKAGES.filter((name) => !['kit', 'projections'].includes(name)).flatMap((name) =>
    sources(join('packages', name, 'src')),
  );
  expect([...services, ...packages].filter(holdsSql)).toEqual([]);
});

test('no service imports from another', () => {
  const imports = SERVICES.flatMap((service) =>
    sources(join('services', service, 'src')).flatMap((file) =>
      [...read(file).matchAll(/from '([^']+)'/g)]
        .map(([, target]) => target!)
        .filter((target) => {
          const path = target.startsWith('.') ? relative(TOP, join(TOP, dirname(file), target)) : '';
          const isOutside = path !== '' && !path.startsWith(join('services', service));
          return isOutside || SERVICES.some((other) => target === `@townsquare/${other}`);
        })
        .map((target) => `${file}: ${target}`),
    ),
  );
  expect(imports).toEqual([]);
});

test('no file of the repository keeps the marks of a merge that nobody finished', () => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: TOP, encoding: 'utf8' }).split('\0').filter(Boolean);
  const unfinished = files.filter((file) => /^(<{7}|>{7}) /m.test(readFileSync(join(TOP, file), 'latin1')));
  expect(unfinished).toEqual([]);
});
