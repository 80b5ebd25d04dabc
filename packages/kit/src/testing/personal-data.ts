import type { Page, PersonalDataItem } from '@townsquare/contracts';
import type { TestService } from './test-service.js';

/** Asks a service, as another one, for a page of what it holds of a person. */
export function askForPersonalData(service: TestService, from: string, kind: string, query: string): Promise<Response> {
  return fetch(`${service.url}/internal/personal-data/${kind}?${query}`, { headers: service.fromService(from) });
}

/** All that a service holds of a person of one kind, read in pages of two, and how many pages that took. */
export async function personalDataOf(
  service: TestService,
  kind: string,
  userId: string,
): Promise<{ items: PersonalDataItem[]; pages: number }> {
  const items: PersonalDataItem[] = [];
  let cursor: string | null = '';
  let pages = 0;
  while (cursor !== null) {
    const query = `userId=${userId}&limit=2${cursor && `&cursor=${cursor}`}`;
    const answer = await askForPersonalData(service, 'auth', kind, query);
    if (!answer.ok) throw new Error(`${kind}: ${answer.status} ${await answer.text()}`);
    const page = (await answer.json()) as Page<PersonalDataItem>;
    items.push(...page.items);
    cursor = page.nextCursor;
    pages += 1;
  }
  return { items, pages };
}
