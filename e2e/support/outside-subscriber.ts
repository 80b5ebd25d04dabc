import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce, freePorts } from '@townsquare/launcher';
import { eventually } from './eventually.js';
import { outsideSidecar } from './outside-sidecar.js';
import { pythonPrograms } from './python-environment.js';
import { required, town } from './town.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const examples = join(repository, 'examples', 'subscribers');

/** How the example of each language is run. */
const COMMANDS: Record<string, () => Promise<[string, ...string[]]>> = {
  node: async () => [process.execPath, join(examples, 'node', 'subscriber.js')],
  python: async () => {
    const programs = await pythonPrograms('subscriber-python', join(examples, 'python', 'requirements.txt'));
    return [join(programs, 'python'), join(examples, 'python', 'subscriber.py')];
  },
  go: async () => {
    const advice = 'install Go 1.24 or later (https://go.dev/dl).';
    const program = { module: 'examples/subscribers/go', binary: 'subscriber-go', package: '.', ldflags: '', advice };
    return [await buildOnce(program, () => {})];
  },
};

export const LANGUAGES = Object.keys(COMMANDS);

/** A program outside the system: an example subscriber, with a sidecar of its own that reads its YAML subscription. */
export class OutsideSubscriber {
  #printed = '';

  private constructor(
    private readonly program: ChildProcess,
    private readonly sidecar: ChildProcess,
  ) {
    for (const stream of [program.stdout, program.stderr]) {
      stream?.on('data', (chunk) => {
        this.#printed += chunk;
      });
    }
  }

  static async start(language: string): Promise<OutsideSubscriber> {
    const [appPort] = await freePorts(1);
    const [command, ...commandArgs] = await COMMANDS[language]!();
    const env = { PORT: String(appPort), TOWN_GATEWAY_URL: town.gatewayUrl };
    const program = spawn(command, commandArgs, { env });
    const { args, httpPort } = await outsideSidecar(`subscriber-${language}`, {
      'app-port': appPort!,
      config: join(repository, 'dapr', 'config.yaml'),
    });
    const components = join(repository, 'components');
    const folders = [components, join(components, town.profile), join(examples, language)];
    const resources = folders.flatMap((path) => ['--resources-path', path]);
    const sidecar = spawn(required('TOWN_DAPRD'), [...args, ...resources], { stdio: 'ignore' });
    const subscriber = new OutsideSubscriber(program, sidecar);
    await eventually(
      () => fetch(`http://127.0.0.1:${httpPort}/v1.0/healthz`),
      (answer) => answer.ok,
      `the sidecar of the ${language} subscriber is ready`,
    );
    return subscriber;
  }

  /** What the program has printed so far: a line of JSON for each public post. */
  get printed(): string {
    return this.#printed;
  }

  async stop(): Promise<void> {
    for (const process of [this.sidecar, this.program]) {
      if (process.exitCode !== null || process.signalCode !== null) continue;
      process.kill('SIGTERM');
      await once(process, 'exit');
    }
  }
}
