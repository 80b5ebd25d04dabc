import { useInfiniteQuery } from '@tanstack/react-query';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { tabClass } from '../../ui/page';
import pageStyles from '../../ui/page.module.css';
import { ErrorNote, Loading } from '../../ui/states';
import { PersonRow } from '../people/person-row';
import { ReactionIcon } from './reaction-icon';
import { type ReactionTarget, reactionPeopleQuery } from './reaction-queries';
import { kindsGiven, type Reactions, type ReactionType } from './totals';

interface Props {
  target: ReactionTarget;
  reactions: Reactions;
  onClose(): void;
}

/** Who has reacted to a post or comment, by kind. */
export function ReactionPeople({ target, reactions, onClose }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ReactionType | 'all'>('all');
  return (
    <Dialog title={t('reaction.people')} isOpen onClose={onClose}>
      <Tabs.Root value={kind} onValueChange={(value) => setKind(value as ReactionType | 'all')}>
        <Tabs.List className={pageStyles.tabs} aria-label={t('reaction.kinds')}>
          <Tabs.Trigger className={tabClass} value="all" asChild>
            <Button look="quiet">
              {t('reaction.all')} {reactions.total}
            </Button>
          </Tabs.Trigger>
          {kindsGiven(reactions).map((type) => (
            <Tabs.Trigger key={type} className={tabClass} value={type} asChild>
              <Button look="quiet" aria-label={`${t(`reaction.${type}`)} ${reactions.totals[type]}`}>
                <ReactionIcon type={type} /> {reactions.totals[type]}
              </Button>
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value={kind} tabIndex={-1}>
          <People target={target} kind={kind === 'all' ? undefined : kind} />
        </Tabs.Content>
      </Tabs.Root>
    </Dialog>
  );
}

function People({ target, kind }: { target: ReactionTarget; kind: ReactionType | undefined }) {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...reactionPeopleQuery(target, kind),
    staleTime: 0,
  });
  if (isPending) return <Loading rows={2} />;
  return (
    <>
      <ErrorNote error={error} onRetry={fetchNextPage} />
      <ul>
        {data?.pages
          .flatMap(({ items }) => items)
          .map(({ person, type }) => (
            <li key={person.userId}>
              <PersonRow person={person} aside={<ReactionIcon type={type} />} />
            </li>
          ))}
      </ul>
      {hasNextPage && (
        <Button look="quiet" isBusy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </>
  );
}
