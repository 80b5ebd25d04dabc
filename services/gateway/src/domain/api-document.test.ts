import { expect, test } from '@jest/globals';
import { mergeDocuments, OWN_DOCUMENT } from './api-document.js';

const schema = { type: 'object' };

test('paths, methods, components and tags of all services stand in one document', () => {
  const { document, faults } = mergeDocuments({
    post: {
      paths: { '/posts': { get: { tags: ['posts'] } } },
      components: { schemas: { Person: schema }, securitySchemes: { accessToken: { type: 'http' } } },
    },
    comment: {
      paths: { '/posts': { post: { tags: ['comments'] } }, '/comments': { get: { tags: ['comments'] } } },
      components: { schemas: { Person: schema, Comment: schema } },
    },
  });
  expect(faults).toEqual([]);
  expect(Object.keys(document.paths)).toEqual(['/comments', '/posts']);
  expect(Object.keys(document.paths['/posts']!)).toEqual(['get', 'post']);
  expect(Object.keys(document.components.schemas!)).toEqual(['Person', 'Comment']);
  expect(document.components.securitySchemes).toEqual({ accessToken: { type: 'http' } });
  expect(document.tags).toEqual([{ name: 'comments' }, { name: 'posts' }]);
});

test('two things of one name are a fault unless they are the same', () => {
  const { document, faults } = mergeDocuments({
    post: { paths: { '/x': { get: { summary: 'a' } } }, components: { schemas: { Person: schema } } },
    user: { paths: { '/x': { get: { summary: 'b' } } }, components: { schemas: { Person: { type: 'string' } } } },
  });
  expect(faults).toEqual(['user describes get /x, as another does', 'user has its own schemas/Person']);
  expect(document.components.schemas!.Person).toEqual(schema);
});

test("the gateway's own operations are tagged as such and need no token", () => {
  const { document } = mergeDocuments({ gateway: OWN_DOCUMENT });
  const own = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(own).toHaveLength(3);
  for (const operation of own) expect(operation).toMatchObject({ tags: ['gateway'], security: [] });
});
