import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../../api/session';
import { Button } from '../../ui/button';
import type { Person, Profile } from './person-queries';
import { useRelationActions } from './relation-actions';

interface Props {
  person: Person;
  /** How the reader stands to the person; null for a visitor. */
  relation: Pick<NonNullable<Profile['relation']>, 'following' | 'requested'> | null;
  isPrivate: boolean;
  small?: boolean;
}

/** Follows, asks to follow, and takes either back. */
export function FollowButton({ person, relation, isPrivate, small }: Props) {
  const { t } = useTranslation();
  const userId = useUserId();
  const navigate = useNavigate();
  const { follow } = useRelationActions(person);
  if (userId === person.userId) return null;
  const isSet = Boolean(relation?.following || relation?.requested);
  const text = relation?.following
    ? t('person.following')
    : relation?.requested
      ? t('person.requested')
      : isPrivate
        ? t('person.request')
        : t('person.follow');
  const press = () =>
    userId ? follow.mutate(!isSet) : navigate({ to: '/login', search: { next: location.pathname } });
  return (
    <Button
      small={small}
      look={isSet ? 'plain' : 'primary'}
      isBusy={follow.isPending}
      aria-pressed={isSet}
      aria-label={`${text}: ${person.fullName}`}
      onClick={press}
    >
      {text}
    </Button>
  );
}
