// The first step of every command: needs nothing but Node itself, so that it runs on a fresh clone. Installs and compiles
// when something has changed, then hands over to the launcher.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const minimumNode = [20, 19];

/** Ends with an advice when this Node is too old. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1])) return;
  fail(
    `Townsquare needs Node.js ${minimumNode.join('.')} or later; this is ${process.versions.node}. Get one at https://nodejs.org`,
  );
}

/** Runs npm ci unless node_modules was made from this very package-lock.json. */
function install() {
  const stamp = join(repository, 'node_modules', '.townsquare-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(repository, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  if (!isInstalled()) {
    console.log('Installing packages (npm ci) …');
    const arguments_ = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
    run('npm', arguments_, 'Check the connection to your npm registry, then run the command again.');
  }
  writeFileSync(stamp, lock);
}

/** npm writes its own copy of the lock file at the end of an installation. */
function isInstalled() {
  const installed = join(repository, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const have = packagesOf(installed);
  const want = Object.entries(packagesOf(join(repository, 'package-lock.json')));
  return want.every(([name, entry]) => name === '' || entry.optional || have[name]?.version === entry.version);
}

/** Compiles what has changed since the last time. */
function compile(projects) {
  const cold = !existsSync(join(repository, 'launcher', 'dist', 'src', 'main.js'));
  if (cold) console.log('Compiling …');
  const tsc = join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
  run(process.execPath, [tsc, '-b', ...projects], 'The compiler names the file and line to look at.');
}

function run(command, arguments_, advice) {
  const result = spawnSync(command, arguments_, { cwd: repository, stdio: 'inherit' });
  if (result.error) fail(`${command}: ${result.error.message}. ${advice}`);
  if (result.status !== 0) fail(`${command} ${arguments_.join(' ')} failed. ${advice}`);
}

function fail(text) {
  console.error(text);
  process.exit(1);
}

checkNode();
install();
// Stopping and looking must work while the source is half edited.
const quick =
  ['stop', 'status'].includes(process.argv[2] ?? '') &&
  existsSync(join(repository, 'launcher', 'dist', 'src', 'main.js'));
if (!quick) compile(process.argv[2] === 'parts' ? ['launcher'] : []);
const { main } = await import('./dist/src/main.js');
process.exit(await main(process.argv.slice(2)));
