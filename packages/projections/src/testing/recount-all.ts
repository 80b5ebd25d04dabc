import type { TestService } from '@townsquare/kit/testing';
import type { Difference } from '../recount/recount.js';

/** The result of one page of a part. */
export async function recountPage(
  service: Pick<TestService, 'url' | 'fromService'>,
  part: string,
  body: object,
): Promise<{ checked: number; differences: Difference[]; next: string | null }> {
  const headers = { ...service.fromService('operator'), 'content-type': 'application/json' };
  const path = `/internal/recount/${encodeURIComponent(part)}`;
  const answer = await fetch(service.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Awaited<ReturnType<typeof recountPage>>;
}

/**
 * Recounts every page of every part of a service, and returns the differences: `what id: is | should`. With `repair`, it
 * repairs them on the way.
 */
export async function recountAll(
  service: Pick<TestService, 'url' | 'fromService'>,
  repair: 'repair' | 'look' = 'look',
): Promise<string[]> {
  const list = await fetch(`${service.url}/internal/recount`, { headers: service.fromService('operator') });
  const { parts } = (await list.json()) as { parts: string[] };
  const found: string[] = [];
  for (const part of parts) {
    for (let after: string | null = '0'; after !== null; ) {
      const page: Awaited<ReturnType<typeof recountPage>> = await recountPage(service, part, { after });
      found.push(...page.differences.map(({ what, id, is, should }) => `${what} ${id}: ${is} | ${should}`));
      const through = page.next === null ? {} : { through: page.next };
      if (repair === 'repair') await recountPage(service, part, { after, ...through, repair: page.differences });
      after = page.next;
    }
  }
  return found;
}
