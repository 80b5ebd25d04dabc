/** The running town that is measured: `npm run bench` says where it is. */
export const GATEWAY_URL = required('TOWN_GATEWAY_URL');
/** The first of its ports. */
export const PORT_BASE = Number(required('TOWN_PORT_BASE'));
/** Its database server, by the administrator. */
export const MYSQL_URL = required('TOWN_TEST_MYSQL_URL');

const PASSWORD = 'correct horse battery staple';

/** Somebody who is signed in. */
export interface Session {
  userId: string;
  authorization: string;
}

/** Calls the API and returns its JSON; throws with the problem document when it refuses. */
export async function call<T>(method: string, path: string, session?: Session, body?: unknown): Promise<T> {
  const headers: Record<string, string> = {};
  if (session) headers.authorization = session.authorization;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(`${GATEWAY_URL}/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** Registers somebody new, and signs them in. */
export async function join(name: string): Promise<Session> {
  const username = `${name}_${Date.now().toString(36)}`.slice(0, 30);
  await call('POST', '/auth/register', undefined, {
    username,
    email: `${username}@example.org`,
    password: PASSWORD,
    fullName: name,
  });
  const login = { login: username, password: PASSWORD };
  const { userId, accessToken } = await call<{ userId: string; accessToken: string }>(
    'POST',
    '/auth/login',
    undefined,
    login,
  );
  return { userId, authorization: `Bearer ${accessToken}` };
}

/** A reader whose feed has come to hold so many posts, all by one author whom they follow; `postId` is the last of them. */
export async function readersScene(posts: number): Promise<{ reader: Session; author: Session; postId: string }> {
  const [reader, author] = await Promise.all([join('reader'), join('author')]);
  await call('PUT', `/users/${author.userId}/follow`, reader);
  let postId = '';
  for (let n = 1; n <= posts; n++) {
    const content = `Post number ${n} of a page that is read again and again #bench`;
    postId = (await call<{ id: string }>('POST', '/posts', author, { content })).id;
  }
  const arrived = async () =>
    (await call<{ items: unknown[] }>('GET', `/feed?limit=${posts}`, reader)).items.length === posts;
  while (!(await arrived())) await new Promise((resolve) => setTimeout(resolve, 100));
  return { reader, author, postId };
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Measure with \`npm run bench\`, which knows the running town.`);
  return value;
}
