import { describe, expect, test } from '@jest/globals';
import { type Access, createRefresh, isFresh } from './refresh';

const access = (token: string, expiresAt = 1_000_000): Access => ({ token, userId: '7', expiresAt });

/** Tabs of one browser: they share a lock, and each token reaches all of them. */
function browser(count: number) {
  let lock: Promise<unknown> = Promise.resolve();
  const known: (Access | null)[] = Array.from({ length: count }, () => null);
  let exchanges = 0;
  const tabs = known.map((_none, tab) =>
    createRefresh({
      current: () => known[tab]!,
      exclusively: (work) => {
        const turn = lock.then(work);
        lock = turn.catch(() => undefined);
        return turn;
      },
      exchange: async () => {
        exchanges++;
        known.fill(access(`token ${exchanges}`));
        return known[tab]!;
      },
      now: () => 0,
    }),
  );
  return { tabs, exchanges: () => exchanges };
}

describe('the refresh of an access token', () => {
  test('is made once for all tabs that ask at the same time', async () => {
    const { tabs, exchanges } = browser(3);
    const results = await Promise.all(tabs.flatMap((refresh) => [refresh(), refresh()]));
    expect(new Set(results.map((result) => result?.token))).toEqual(new Set(['token 1']));
    expect(exchanges()).toBe(1);
  });

  test('is made again for a token that the API has refused', async () => {
    const { tabs, exchanges } = browser(2);
    await tabs[0]!();
    expect((await tabs[1]!('token 1'))?.token).toBe('token 2');
    expect((await tabs[0]!('token 1'))?.token).toBe('token 2');
    expect(exchanges()).toBe(2);
  });

  test('is due half a minute before the token ends', () => {
    expect([isFresh(access('t', 30_001), 0), isFresh(access('t', 30_000), 0), isFresh(null, 0)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
