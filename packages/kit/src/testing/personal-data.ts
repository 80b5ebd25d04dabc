import type { Page, PersonalDataItem } from '@townsquare/contracts';
import type { TestService } from './test-service.js';

/** Requests a page of a user's personal data from a service, as another service. */
export function askForPersonalData(service: TestService, from: string, kind: string, query: string): Promise<Response> {
  return fetch(`${service.url}/internal/personal-data/${kind}?${query}`, { headers: service.fromService(from) });
}

/** All items of one kind of a user's personal data, read in pages of two, and the number of pages. */
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
    const response = await askForPersonalData(service, 'auth', kind, query);
    if (!response.ok) throw new Error(`${kind}: ${response.status} ${await response.text()}`);
    const page = (await response.json()) as Page<PersonalDataItem>;
    items.push(...page.items);
    cursor = page.nextCursor;
    pages += 1;
  }
  return { items, pages };
}
