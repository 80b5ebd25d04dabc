import { Link } from '@tanstack/react-router';
import type { Schemas } from '@townsquare/client';
import type { ReactNode } from 'react';
import { Avatar } from '../../ui/avatar';
import styles from './person-row.module.css';

interface Props {
  person: Schemas['Person'];
  /** The name with what was found marked. */
  name?: ReactNode;
  username?: ReactNode;
  aside?: ReactNode;
}

/** A person in a list, with a link to their profile. */
export function PersonRow({ person, name, username, aside }: Props) {
  return (
    <div className={styles.row}>
      <Link className={styles.link} to="/people/$username" params={{ username: person.username }}>
        <Avatar person={person} />
        <span className={styles.names}>
          <bdi className={styles.name}>{name ?? person.fullName}</bdi>
          <span className={styles.username}>@{username ?? person.username}</span>
        </span>
      </Link>
      {aside}
    </div>
  );
}
