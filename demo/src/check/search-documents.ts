import type { Made } from './made.js';

/** The most terms that Elasticsearch takes in one question. */
const MAX_TERMS = 65_536;

/** Counts documents in the search index. */
export class SearchDocuments {
  readonly #base: string;
  readonly #headers: Record<string, string> = { 'content-type': 'application/json' };

  /** `url` may hold a user name and password. */
  constructor(url: string) {
    const address = new URL(url);
    if (address.username) {
      const login = `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`;
      this.#headers.authorization = `Basic ${Buffer.from(login).toString('base64')}`;
    }
    this.#base = address.origin;
  }

  people({ userIds }: Made): Promise<number> {
    return this.#count('users', 'userId', userIds);
  }

  posts({ postIds }: Made): Promise<number> {
    return this.#count('posts', 'postId', postIds);
  }

  /** The sum of what the hashtags' documents say of how many posts carry them. */
  async hashtagUses({ hashtags }: Made): Promise<number> {
    if (hashtags.length === 0) return 0;
    const answer = await this.#ask<{ aggregations: { uses: { value: number } } }>('hashtags/_search?size=0', {
      query: { terms: { tag: hashtags } },
      aggs: { uses: { sum: { field: 'posts' } } },
    });
    return answer.aggregations.uses.value;
  }

  async #count(index: string, field: string, ids: string[]): Promise<number> {
    let sum = 0;
    for (let start = 0; start < ids.length; start += MAX_TERMS) {
      const terms = { [field]: ids.slice(start, start + MAX_TERMS) };
      const query = { bool: { filter: [{ terms }, { term: { deleted: false } }] } };
      sum += (await this.#ask<{ count: number }>(`${index}/_count`, { query })).count;
    }
    return sum;
  }

  async #ask<T>(path: string, body: object): Promise<T> {
    const options = { method: 'POST', headers: this.#headers, body: JSON.stringify(body) };
    const response = await fetch(`${this.#base}/${path}`, options);
    if (!response.ok) throw new Error(`Elasticsearch answered ${response.status} to ${path}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
