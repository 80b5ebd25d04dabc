import { groupBy } from '@townsquare/demo/group-by';
import type { Entry } from '../history/entry.js';
import { type Write, writesOf } from '../history/writes.js';
import { type Allowed, allowedAfter, type Change } from './register.js';

/** A post or comment that somebody wrote, by the history. */
export interface Thing {
  author: string;
  /** Unknown where no answer came to its making. */
  id: string | undefined;
  firstContent: string;
  isPrivate: boolean;
  /** The post that a comment was written under. */
  postId: string | undefined;
  parentId: string | null;
  /** The texts that it may have; with null, it may be gone. */
  contents: Allowed;
  made: Write;
}

/** What a history tells. */
export interface Facts {
  writes: Write[];
  /** By username: who has an account, or may have one. */
  people: Map<string, { password: string; fullName: string; made: Write }>;
  posts: Thing[];
  comments: Thing[];
  /** By person and the other's id: whether one follows the other, as `'yes'` or null. */
  follows: Map<string, { allowed: Allowed; writes: Write[] }>;
  /** By person and the target's path: the type of the reaction. */
  reactions: Map<string, Allowed>;
}

export const pairKey = (person: string, other: string) => `${person} ${other}`;

export function factsOf(entries: readonly Entry[]): Facts {
  const writes = writesOf(entries);
  const of = (...kinds: Entry['kind'][]) => writes.filter(({ kind }) => kinds.includes(kind));
  const people = of('register')
    .filter(({ outcome }) => outcome !== 'refused')
    .map((made) => {
      const { password, fullName } = made.body as { password: string; fullName: string };
      return [made.person, { password, fullName, made }] as const;
    });
  return {
    writes,
    people: new Map(people),
    posts: things(of('createPost'), byPath(of('editPost', 'deletePost')), (id) => `/posts/${id}`),
    comments: things(of('createComment'), byPath(of('editComment', 'deleteComment')), (id) => `/comments/${id}`),
    follows: relations(of('follow', 'unfollow')),
    reactions: reactionsOf(of('react', 'withdraw')),
  };
}

function things(made: Write[], changes: Map<string, Write[]>, pathOf: (id: string) => string): Thing[] {
  return made
    .filter(({ outcome }) => outcome !== 'refused')
    .map((write) => {
      const body = write.body as { content: string; isPrivate?: boolean; parentCommentId?: string };
      const id = (write.answer as { id: string } | undefined)?.id;
      const later = id === undefined ? [] : (changes.get(pathOf(id)) ?? []);
      return {
        author: write.person,
        id,
        firstContent: body.content,
        isPrivate: body.isPrivate ?? false,
        postId: /^\/posts\/(\d+)\/comments$/.exec(write.path)?.[1],
        parentId: body.parentCommentId ?? null,
        // The key makes a late attempt at the making answer with what is there: it changes nothing.
        contents: allowedAfter(null, [
          { write: { ...write, late: false }, value: body.content },
          ...later.map(toChange),
        ]),
        made: write,
      };
    });
}

/** Gone is gone, also where the answer to the deletion that took effect was lost, and the next attempt found nothing. */
function toChange(write: Write): Change {
  if (write.method !== 'DELETE') return { write, value: (write.body as { content: string }).content };
  const gone = write.attempts.some(({ status }) => status === 404);
  return { write: gone ? { ...write, outcome: 'done' } : write, value: null, final: true };
}

function relations(writes: Write[]): Facts['follows'] {
  const found: Facts['follows'] = new Map();
  for (const [key, group] of groupBy(writes, ({ person, path }) => pairKey(person, path.split('/')[2]!))) {
    const changes = group.map((write) => ({ write, value: write.kind === 'follow' ? 'yes' : null }));
    found.set(key, { allowed: allowedAfter(null, changes), writes: group });
  }
  return found;
}

function reactionsOf(writes: Write[]): Facts['reactions'] {
  const found: Facts['reactions'] = new Map();
  for (const [key, group] of groupBy(writes, ({ person, path }) => pairKey(person, path))) {
    const typeOf = ({ kind, body }: Write) => (kind === 'react' ? (body as { type: string }).type : null);
    found.set(
      key,
      allowedAfter(
        null,
        group.map((write) => ({ write, value: typeOf(write) })),
      ),
    );
  }
  return found;
}

function byPath(writes: Write[]): Map<string, Write[]> {
  return groupBy(writes, ({ path }) => path);
}
