import { PersonView, PostView } from '@townsquare/contracts';
import { z } from 'zod';

const Marked = z.string().meta({ description: 'Safe HTML: the escaped text, with `<mark>` around each match' });

const FoundPerson = z.object({
  kind: z.literal('person'),
  person: PersonView,
  highlight: z.object({ username: Marked, fullName: Marked }),
});
export type FoundPerson = z.infer<typeof FoundPerson>;

const FoundPost = z.object({ kind: z.literal('post'), post: PostView, highlight: Marked });
export type FoundPost = z.infer<typeof FoundPost>;

const FoundHashtag = z.object({ kind: z.literal('hashtag'), tag: z.string(), posts: z.int() });
export type FoundHashtag = z.infer<typeof FoundHashtag>;

export const FoundItem = z.discriminatedUnion('kind', [FoundPerson, FoundPost, FoundHashtag]).meta({ id: 'FoundItem' });

export const Suggestions = z
  .object({
    people: z.array(PersonView),
    hashtags: z.array(FoundHashtag.omit({ kind: true })),
  })
  .meta({ id: 'Suggestions' });
