import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.js';
import { freePorts } from './free-ports.js';
import { outsideSidecar } from './outside-sidecar.js';
import { required, town } from './town.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A program outside the town: the example subscriber, with a sidecar of its own that reads its YAML subscription. */
export class Outsider {
  #heard = '';

  private constructor(
    private readonly program: ChildProcess,
    private readonly sidecar: ChildProcess,
  ) {
    program.stdout?.on('data', (chunk) => {
      this.#heard += chunk;
    });
  }

  static async start(): Promise<Outsider> {
    const [appPort] = await freePorts(1);
    const folder = `${repository}examples/subscriber`;
    const program = spawn(process.execPath, [`${folder}/subscriber.js`], { env: { PORT: String(appPort) } });
    const { args, httpPort } = await outsideSidecar('town-crier', {
      'app-port': appPort!,
      config: `${repository}dapr/config.yaml`,
    });
    const components = `${repository}components`;
    const folders = [components, `${components}/${town.profile}`, folder];
    const resources = folders.flatMap((path) => ['--resources-path', path]);
    const sidecar = spawn(required('TOWN_DAPRD'), [...args, ...resources], { stdio: 'ignore' });
    const outsider = new Outsider(program, sidecar);
    await eventually(
      () => fetch(`http://127.0.0.1:${httpPort}/v1.0/healthz`),
      (answer) => answer.ok,
      'the outside sidecar is ready',
    );
    return outsider;
  }

  /** What the program has printed so far: a line of JSON for each public post. */
  get heard(): string {
    return this.#heard;
  }

  async stop(): Promise<void> {
    for (const process of [this.sidecar, this.program]) {
      if (process.exitCode !== null) continue;
      process.kill('SIGTERM');
      await once(process, 'exit');
    }
  }
}
