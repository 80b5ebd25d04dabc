import { describe, expect, test } from '@jest/globals';
import { ApiError, createClient, unwrap } from '../src/index.js';

/** A client whose requests get this response, and the requests that it made. */
function clientThatGets(respond: () => Response, accessToken?: () => string | null) {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    requests.push(request);
    return respond();
  };
  return { requests, client: createClient({ baseUrl: 'http://town.test', accessToken, fetch }) };
}

const problem = (status: number, body: object, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json', ...headers } });

describe('the client', () => {
  test('sends the access token of the moment with each request', async () => {
    let token: string | null = 'first';
    const { client, requests } = clientThatGets(
      () => Response.json({ items: [], nextCursor: null }),
      () => token,
    );
    await client.GET('/api/v1/feed');
    token = null;
    await client.GET('/api/v1/feed');
    expect(requests.map((request) => request.headers.get('authorization'))).toEqual(['Bearer first', null]);
  });

  test('returns the body of a successful response, also an empty one', async () => {
    const { client } = clientThatGets(() => Response.json({ count: 3 }));
    expect(await unwrap(client.GET('/api/v1/notifications/unread-count'))).toEqual({ count: 3 });
    const empty = clientThatGets(() => new Response(null, { status: 204 }));
    expect(await unwrap(empty.client.PUT('/api/v1/notifications/read'))).toBeUndefined();
  });

  test('throws the problem of a failed response with its fields and the time to wait', async () => {
    const body = {
      code: 'invalid_request',
      title: 'Not valid',
      errors: [{ field: 'content', message: 'is too long' }],
    };
    const { client } = clientThatGets(() => problem(400, body, { 'retry-after': '7' }));
    const error = await unwrap(client.POST('/api/v1/posts', { body: {} })).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, code: 'invalid_request', retryAfter: 7 });
    expect([error.field('content'), error.field('mediaId')]).toEqual(['is too long', undefined]);
  });

  test('throws an error of its own kind where no response comes or it is no problem document', async () => {
    const away = clientThatGets(() => {
      throw new TypeError('Failed to fetch');
    });
    await expect(unwrap(away.client.GET('/api/v1/feed'))).rejects.toMatchObject({ status: 0, code: 'unreachable' });
    const proxy = clientThatGets(() => new Response('<h1>Bad gateway</h1>', { status: 503 }));
    await expect(unwrap(proxy.client.GET('/api/v1/feed'))).rejects.toMatchObject({ status: 503, code: 'unavailable' });
  });
});
