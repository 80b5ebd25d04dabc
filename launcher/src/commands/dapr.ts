import { Failure } from '../failure.js';
import { services } from '../services.js';
import { withSession } from '../session.js';
import { buildOnce } from '../sidecar/build.js';
import { repository, type Town } from '../town.js';
import { prepareByHand, requireOwnProfile } from './by-hand.js';
import { runAttached } from './programs.js';

export const cliVersion = '1.16.5';

/** Runs the Dapr command line, its own build, with the parts up and with what dapr.yaml cannot hold in its environment. */
export async function dapr(town: Town, args: readonly string[]): Promise<number> {
  requireOwnProfile(town);
  const { program, env } = await withSession(town, 'dapr', async (session) => {
    const running = (await session.supervisor.list()).filter(({ name }) => services.some(({ id }) => id === name));
    if (running.length > 0 && args.some((argument) => argument === '-f' || argument.startsWith('--run-file')))
      throw new Failure('The services run under npm start.', 'npm run stop, then run this again.');
    const { progress } = session;
    const cli = await progress.step('Dapr command line', buildCli, (file) => file);
    return { program: cli, env: await prepareByHand(session) };
  });
  const code = await runAttached(program, args, env, repository);
  console.log('What the town runs goes on: npm run stop ends it.');
  return code;
}

function buildCli(note: (text: string) => void): Promise<string> {
  const ldflags = `-s -w -X main.version=${cliVersion}`;
  const advice = 'install Go 1.21 or later (https://go.dev/dl).';
  return buildOnce({ module: 'dapr/cli', binary: 'dapr', package: 'github.com/dapr/cli', ldflags, advice }, note);
}
