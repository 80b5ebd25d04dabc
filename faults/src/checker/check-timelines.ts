import { compare, type Finding } from './finding.js';
import { byId, listed, type Owned } from './owned.js';

/** A home timeline holds one's own posts and those of whom one follows, each once, as their authors have them. */
export function checkTimelines(owned: Owned): Finding[] {
  return owned.people.flatMap((reader) => {
    const authors = [reader, ...reader.following.flatMap((id) => owned.person(id) ?? [])];
    const expected = byId(authors.flatMap(({ posts }) => posts));
    return compare({ section: `person ${reader.username}`, view: 'timeline' }, expected, listed(reader.timeline));
  });
}
