import type { AttemptKind } from '@townsquare/contracts';
import type { Ids } from './fixtures.js';
import * as fixtures from './fixtures.js';
import { type Answer, Person } from './person.js';

export type Role = 'admin' | 'moderator';

/** How an attacker tries what they must not be able to do. */
export interface Trial {
  /** Makes what the attacker tries to reach; returns the parameters of the path. */
  make(owner: Person, attacker: Person): Promise<Ids>;
  /** What must be the same afterwards, as the owner reads it. */
  read(owner: Person, ids: Ids): Promise<Answer>;
  /** A body that is valid from those who may call it. */
  body?: object | ((ids: Ids, caller: Person) => object);
}

/** Who may call a route. */
export type Rule =
  /** Everyone: it does the same for all. If it changes something, the gateway limits the attempts. */
  | { who: 'anyone'; attempt?: AttemptKind }
  /** A signed-in user, about themselves alone: the request cannot name another. */
  | { who: 'self'; body?: (caller: Person) => object }
  /** A signed-in user, about their own relation to a user or thing: those of others do not change. */
  | { who: 'eachTheirOwn'; trial: Trial }
  /** Those who see the thing; no one else learns that it exists. visibility.test.ts tests the whole matrix. */
  | { who: 'readers'; trial: Trial }
  /** Its owner; others are refused in this way. */
  | { who: 'owner'; refusal: 403 | 404; trial: Trial }
  | { who: Role[]; trial: Trial }
  /** Other services, through the sidecars. */
  | { who: { services: string[] } };

export const anyone: Rule = { who: 'anyone' };
export const anyoneTries = (attempt: AttemptKind): Rule => ({ who: 'anyone', attempt });
export const self = (body?: (caller: Person) => object): Rule => (body ? { who: 'self', body } : { who: 'self' });
export const services = (...names: string[]): Rule => ({ who: { services: names } });

export const privatePost = (path: string, body?: Trial['body']): Rule => ({
  who: 'readers',
  trial: {
    make: (owner) => fixtures.post(owner, true),
    read: (owner, { postId }) => owner.get(`/posts/${postId}${path}`),
    ...(body ? { body } : {}),
  },
});
export const privateComment = (path: string, body?: object): Rule => ({
  who: 'readers',
  trial: {
    make: (owner) => fixtures.comment(owner, true),
    read: (owner, { commentId }) => owner.get(`/comments/${commentId}${path}`),
    ...(body ? { body } : {}),
  },
});
export const blocker = (body?: object): Rule => ({
  who: 'readers',
  trial: {
    make: fixtures.blocker,
    read: (owner) => owner.get('/profiles/me'),
    ...(body ? { body } : {}),
  },
});
export const ownedPost = (body?: object): Rule => ({
  who: 'owner',
  refusal: 403,
  trial: {
    make: (owner) => fixtures.post(owner),
    read: (owner, { postId }) => owner.get(`/posts/${postId}`),
    ...(body ? { body } : {}),
  },
});
export const ownedComment = (body?: object): Rule => ({
  who: 'owner',
  refusal: 403,
  trial: {
    make: (owner) => fixtures.comment(owner),
    read: (owner, { commentId }) => owner.get(`/comments/${commentId}`),
    ...(body ? { body } : {}),
  },
});
export const relation = (kind: 'follow' | 'block' | 'mute', list: (owner: Person) => string): Rule => ({
  who: 'eachTheirOwn',
  trial: {
    make: async (owner) => fixtures.related(owner, await Person.join('other'), kind),
    read: (owner) => owner.get(list(owner)),
  },
});
export const follows = (owner: Person) => `/users/${owner.userId}/following`;
export const own = (make: (owner: Person) => Promise<Ids>, path: (ids: Ids) => string, body?: object): Rule => ({
  who: 'eachTheirOwn',
  trial: { make, read: (owner, ids) => owner.get(path(ids)), ...(body ? { body } : {}) },
});
/** An action on an account for which a role is needed. */
export const account = (who: Role[], body?: object): Rule => ({
  who,
  trial: {
    make: async (owner) => ({ userId: owner.userId, role: 'moderator' }),
    read: (owner) => owner.get('/auth/me'),
    ...(body ? { body } : {}),
  },
});
