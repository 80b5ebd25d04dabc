import type { Schemas } from '@townsquare/client';
import styles from './avatar.module.css';

type Pictured = Pick<Schemas['Person'], 'userId' | 'fullName' | 'profilePicture'>;

const TINTS = 5;

/** Whole characters, so that no emoji is cut. */
const initial = (name: string) => [...new Intl.Segmenter().segment(name)][0]?.segment.toLocaleUpperCase() ?? '?';

/** The picture of a person, or the first letter of their name; decoration, since the name stands beside it. */
export function Avatar({ person, size = 'm' }: { person: Pictured; size?: 's' | 'm' | 'l' }) {
  const tint = Number(BigInt(person.userId) % BigInt(TINTS));
  return (
    <span className={[styles.avatar, styles[size], styles[`tint${tint}`]].join(' ')} aria-hidden>
      {person.profilePicture ? <img src={person.profilePicture} alt="" loading="lazy" /> : initial(person.fullName)}
    </span>
  );
}
