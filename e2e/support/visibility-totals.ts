import { type Json, Person } from './person.js';
import type { Piece } from './visibility-scene.js';

/** A list with the numbers of its items that are shown, all as a signed-out reader sees them. */
interface Total {
  name: string;
  list(piece: Piece): Promise<Json[]>;
  /** The numbers, wherever a route shows one. */
  numbers(piece: Piece): Promise<number[]>;
}

const reader = Person.stranger;

async function read(path: string): Promise<Json> {
  const { status, body } = await reader.get(path);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

const comments = ({ postId }: Piece) => reader.list(`/posts/${postId}/comments`);
const replies = (commentId: string) => reader.list(`/comments/${commentId}/replies`);
const profile = ({ author }: Piece) => read(`/profiles/${author.person.userId}`);
const metrics = ({ author }: Piece) => read(`/users/${author.person.userId}/metrics`);

/** Every total of a post, of its first comment and of its author. */
export const TOTALS: Total[] = [
  {
    name: 'comments and replies',
    async list(piece) {
      const found = await comments(piece);
      const answers = await Promise.all(found.map(({ id }) => replies(id)));
      return [...found, ...answers.flat()];
    },
    async numbers(piece) {
      const shown = (await metrics(piece)).commentsReceived;
      return [(await read(`/posts/${piece.postId}/metrics`)).commentCount, shown];
    },
  },
  {
    name: 'replies',
    list: ({ commentId }) => replies(commentId),
    async numbers(piece) {
      const listed = (await comments(piece)).find(({ id }) => id === piece.commentId);
      return [listed.replyCount, (await read(`/comments/${piece.commentId}`)).replyCount];
    },
  },
  {
    name: 'reactions to a post',
    list: ({ postId }) => reader.list(`/posts/${postId}/reactions/people`),
    async numbers(piece) {
      const { total } = await read(`/posts/${piece.postId}/reactions`);
      const { reactionCount } = await read(`/posts/${piece.postId}/metrics`);
      return [total, reactionCount, (await metrics(piece)).reactionsReceived];
    },
  },
  {
    name: 'reactions to a comment',
    list: ({ commentId }) => reader.list(`/comments/${commentId}/reactions/people`),
    numbers: async ({ commentId }) => [(await read(`/comments/${commentId}/reactions`)).total],
  },
  {
    name: 'followers',
    list: ({ author }) => reader.list(`/users/${author.person.userId}/followers`),
    numbers: async (piece) => [(await profile(piece)).followerCount, (await metrics(piece)).followerCount],
  },
  {
    name: 'followed accounts',
    list: ({ author }) => reader.list(`/users/${author.person.userId}/following`),
    numbers: async (piece) => [(await profile(piece)).followingCount, (await metrics(piece)).followingCount],
  },
];

/** The length of a list followed by its numbers. */
export async function lengthAndNumbers({ list, numbers }: Total, piece: Piece): Promise<number[]> {
  return [(await list(piece)).length, ...(await numbers(piece))];
}
