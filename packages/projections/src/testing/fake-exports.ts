import type {
  CommentFacts,
  ExportPage,
  ExportRange,
  FollowerRecord,
  PersonGraph,
  PostRecord,
  ProfileRecord,
  ReactionRecord,
  RemovalRecord,
} from '@townsquare/contracts';
import type { Exports } from '../exports.js';

/** What the owners have, by its cursor in the export. */
interface Owned {
  profiles: Map<string, ProfileRecord>;
  graph: Map<string, PersonGraph>;
  followers: Map<string, FollowerRecord>;
  posts: Map<string, PostRecord>;
  comments: Map<string, CommentFacts>;
  postReactions: Map<string, ReactionRecord>;
  commentReactions: Map<string, ReactionRecord>;
  removals: Map<string, RemovalRecord>;
}
type Kind = keyof Owned;

/** The owners' exports, in memory, in pages of three, so that a test has several. */
export class FakeExports implements Exports {
  readonly owned: Owned = {
    profiles: new Map(),
    graph: new Map(),
    followers: new Map(),
    posts: new Map(),
    comments: new Map(),
    postReactions: new Map(),
    commentReactions: new Map(),
    removals: new Map(),
  };
  /** Called when a page has been read, before it is answered. */
  onPage: (kind: Kind) => Promise<void> = async () => {};

  readonly profiles = this.#pages('profiles');
  readonly graph = this.#pages('graph');
  readonly followers = this.#pages('followers');
  readonly posts = this.#pages('posts');
  readonly comments = this.#pages('comments');
  readonly postReactions = this.#pages('postReactions');
  readonly commentReactions = this.#pages('commentReactions');
  readonly removals = this.#pages('removals');

  clear(): void {
    for (const kind of Object.values(this.owned)) kind.clear();
    this.onPage = async () => {};
  }

  #pages<K extends Kind>(kind: K) {
    type Item = Owned[K] extends Map<string, infer Value> ? Value : never;
    return async ({ after = '0', through }: ExportRange): Promise<ExportPage<Item>> => {
      const all = [...(this.owned[kind] as Map<string, Item>)]
        .filter(([cursor]) => order(cursor, after) > 0 && (through === undefined || order(cursor, through) <= 0))
        .sort(([one], [other]) => order(one, other));
      const rows = through === undefined ? all.slice(0, PAGE) : all;
      const next = through === undefined && rows.length === PAGE ? rows.at(-1)![0] : null;
      await this.onPage(kind);
      return { items: rows.map(([, item]) => item), next };
    };
  }
}

const PAGE = 3;

/** Cursors in the order of their numbers. */
function order(one: string, other: string): number {
  const [a = 0n, b = 0n] = one.split('.').map(BigInt);
  const [c = 0n, d = 0n] = other.split('.').map(BigInt);
  const difference = a === c ? b - d : a - c;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}
