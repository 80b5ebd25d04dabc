import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogger } from '@townsquare/kit';
import type { TestService } from '@townsquare/kit/testing';
import { Downloads, type UnderWay } from '../src/download/downloads.js';
import { startAuth } from './support.js';

let service: TestService;
beforeAll(async () => {
  service = await startAuth();
});
afterAll(() => service.stop());

const query = (statement: string) => service.database.manager.query(statement);

describe('the downloads of an instance', () => {
  const downloads = (renewMs?: number) => new Downloads(service.database, createLogger('auth', 'silent'), renewMs);

  test('are eight at once', async () => {
    const all = downloads();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const begun: string[] = [];
    const run = (id: string) =>
      all.run(id, async () => {
        begun.push(id);
        await ended;
      });
    const eight = ['901', '902', '903', '904', '905', '906', '907', '908'].map(run);
    await expect(run('909')).rejects.toMatchObject({ code: 'unavailable', headers: { 'retry-after': '60' } });
    end();
    await Promise.all(eight);
    await run('909');
    expect(begun).toHaveLength(9);
  });

  test('keep their place for as long as they take, and end when they have lost it', async () => {
    const all = downloads(10);
    const expiry = async () => (await query('SELECT expires_at FROM data_downloads WHERE user_id = 910'))[0].expires_at;
    const work = async ({ signal }: UnderWay) => {
      const first = await expiry();
      while ((await expiry()).getTime() === first.getTime());
      await query('DELETE FROM data_downloads WHERE user_id = 910');
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      throw signal.reason;
    };
    await expect(all.run('910', work)).rejects.toThrow('lost its place');
  });
});
