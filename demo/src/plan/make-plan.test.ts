import { describe, expect, test } from '@jest/globals';
import { MAX_COMMENT_LENGTH, MAX_POST_LENGTH } from '@townsquare/contracts';
import { generateNetwork } from '../network/generate.js';
import { friendsOf } from '../network/network.js';
import { makePlan } from './make-plan.js';

const SIZES = { posts: 2, comments: 4, reactions: 8, images: 5 };
const network = generateNetwork(200, 'test');
const plan = makePlan(network, 'test', SIZES);
const friends = friendsOf(network).map((list) => new Set(list));

describe('a plan', () => {
  test('is the same for the same seed, and shares nobody with that of another seed or size', () => {
    expect(makePlan(network, 'test', SIZES)).toEqual(plan);
    const names = new Set(plan.people.map((person) => person.username));
    for (const other of [makePlan(network, 'other', SIZES), makePlan(network, 'test', { ...SIZES, posts: 3 })]) {
      expect(other.people.some((person) => names.has(person.username))).toBe(false);
    }
  });

  test('has the sizes that were asked for', () => {
    expect(plan.posts).toHaveLength(400);
    expect(plan.comments).toHaveLength(800);
    expect(plan.reactions).toHaveLength(1600);
    expect(plan.follows).toHaveLength(network.edges.length * 2);
    expect(plan.posts.filter((post) => post.image !== null)).toHaveLength(5);
  });

  test('has people whose names the town accepts, each once', () => {
    for (const person of plan.people) {
      expect(person.username).toMatch(/^[a-z0-9_]{3,30}$/);
      expect(person.password.length).toBeGreaterThanOrEqual(8);
      expect(person.fullName.length).toBeLessThanOrEqual(100);
    }
    expect(new Set(plan.people.map((person) => person.username)).size).toBe(plan.people.length);
  });

  test('has posts of every kind, and none twice by one person', () => {
    expect(new Set(plan.posts.map((post) => `${post.author} ${post.content}`)).size).toBe(plan.posts.length);
    expect(plan.posts.some((post) => post.isPrivate)).toBe(true);
    expect(plan.posts.some((post) => post.hashtags.length > 0)).toBe(true);
    expect(plan.posts.some((post) => post.isQuestion)).toBe(true);
    const mentioning = plan.posts.filter((post) => post.mentions.length > 0);
    expect(mentioning.length).toBeGreaterThan(20);
    for (const post of mentioning) {
      for (const person of post.mentions) {
        expect(friends[post.author]!.has(person)).toBe(true);
        expect(post.content).toContain(`@${plan.people[person]!.username}`);
      }
    }
  });

  test('has text without gaps, of a length that the town takes', () => {
    const texts = [...plan.posts, ...plan.comments].map((item) => item.content);
    for (const text of [...texts, ...plan.people.map((person) => person.bio)]) {
      expect(text).not.toMatch(/[{}]|undefined| {2}|^\s|\s$/);
    }
    expect(Math.max(...plan.posts.map((post) => post.content.length))).toBeLessThanOrEqual(MAX_POST_LENGTH);
    expect(Math.max(...plan.comments.map((comment) => comment.content.length))).toBeLessThanOrEqual(MAX_COMMENT_LENGTH);
    expect(new Set(plan.posts.map((post) => post.content)).size).toBeGreaterThan(plan.posts.length * 0.9);
  });

  test('lets only those respond who may see the post, and replies only to what is there', () => {
    const sees = (person: number, post: number) =>
      plan.posts[post]!.author === person || friends[plan.posts[post]!.author]!.has(person);
    plan.comments.forEach((comment, index) => {
      expect(sees(comment.author, comment.post)).toBe(true);
      if (comment.parent === null) return;
      expect(comment.parent).toBeLessThan(index);
      expect(plan.comments[comment.parent]!.post).toBe(comment.post);
    });
    expect(plan.comments.some((comment) => comment.parent !== null)).toBe(true);
    for (const { author, target } of plan.reactions) {
      const post = 'post' in target ? target.post : plan.comments[target.comment]!.post;
      expect(sees(author, post)).toBe(true);
    }
    expect(new Set(plan.reactions.map((r) => `${r.author} ${JSON.stringify(r.target)}`)).size).toBe(1600);
  });

  test.each([1, 2, 3])('of %i people works as well', (size) => {
    const small = makePlan(generateNetwork(size, 's'), 's', { posts: 2, comments: 1, reactions: 1, images: 0 });
    expect(small.people).toHaveLength(size);
    expect(small.posts).toHaveLength(2 * size);
  });
});
