import { Link } from '@tanstack/react-router';
import type { Schemas } from '@townsquare/client';
import styles from './post.module.css';
import { type TextPart, textParts } from './text-parts';

interface Props {
  text: string;
  hashtags?: readonly string[];
  mentions: readonly Schemas['Mention'][];
}

/** What a person has written, with its hashtags, mentions and web addresses as links. */
export function PostText({ text, hashtags, mentions }: Props) {
  const parts = textParts(text, { hashtags, mentions });
  return (
    <p className={styles.text} dir="auto">
      {parts.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name than their place
        <Part key={place} part={part} />
      ))}
    </p>
  );
}

function Part({ part }: { part: TextPart }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'hashtag':
      return (
        <Link to="/tags/$tag" params={{ tag: part.tag }}>
          {part.text}
        </Link>
      );
    case 'mention':
      return (
        <Link to="/people/$username" params={{ username: part.username }}>
          @{part.username}
        </Link>
      );
    case 'link':
      return (
        <a href={part.url} target="_blank" rel="noopener noreferrer nofollow ugc">
          {part.text}
        </a>
      );
  }
}
