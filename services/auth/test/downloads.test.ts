import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogger } from '@townsquare/kit';
import type { TestService } from '@townsquare/kit/testing';
import type { Asker } from '../src/data-download/data/downloads.js';
import { Downloads, type UnderWay } from '../src/data-download/use-cases/downloads.js';
import { insertSession } from '../src/identity/data/sessions.js';
import { startAuth } from './support.js';

let service: TestService;
beforeAll(async () => {
  service = await startAuth();
});
afterAll(() => service.stop());

const query = (statement: string, values: unknown[] = []) => service.database.manager.query(statement, values);

describe('the downloads of an instance', () => {
  const downloads = (renewMs?: number) => new Downloads(service.database, createLogger('auth', 'silent'), renewMs);

  const asker = async (userId: string) => {
    const values = [userId, `user_${userId}`, `${userId}@example.org`, ''];
    await query('INSERT INTO users (id, username, email, full_name) VALUES (?)', [values]);
    return { userId, sessionId: await insertSession(service.database.manager, userId, '') };
  };

  test('are eight at once', async () => {
    const all = downloads();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const begun: string[] = [];
    const run = (one: Asker) =>
      all.run(one, async () => {
        begun.push(one.userId);
        await ended;
      });
    const ids = ['901', '902', '903', '904', '905', '906', '907', '908', '909'];
    const [ninth, ...others] = (await Promise.all(ids.map(asker))).reverse();
    const eight = others.map(run);
    await expect(run(ninth!)).rejects.toMatchObject({ code: 'unavailable', headers: { 'retry-after': '60' } });
    end();
    await Promise.all(eight);
    await run(ninth!);
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
    await expect(all.run(await asker('910'), work)).rejects.toThrow('lost its claim');
  });
});
