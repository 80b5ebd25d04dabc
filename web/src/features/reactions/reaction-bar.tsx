import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ThumbsUp } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../../api/session';
import styles from './reaction-bar.module.css';
import { ReactionIcon } from './reaction-icon';
import { ReactionPeople } from './reaction-people';
import { type ReactionTarget, reactionsQuery, useReact } from './reaction-queries';
import { kindsGiven, NO_REACTIONS, REACTION_TYPES, type Reactions, type ReactionType } from './totals';

/** The reader's own reaction to a post or comment, and how many there are of each kind. */
export function ReactionBar({ target }: { target: ReactionTarget }) {
  const { t } = useTranslation();
  const [isListOpen, setIsListOpen] = useState(false);
  // Lists read the reactions to all that they show at once.
  const { data: reactions = NO_REACTIONS } = useQuery({ ...reactionsQuery(target), enabled: false });
  const kinds = kindsGiven(reactions).slice(0, 3);
  return (
    <div className={styles.bar}>
      <ReactionPicker target={target} mine={reactions.mine} />
      {reactions.total > 0 && (
        <button
          type="button"
          className={styles.button}
          onClick={() => setIsListOpen(true)}
          aria-label={t('reaction.count', { count: reactions.total })}
        >
          <span className={styles.kinds}>
            {kinds.map((type) => (
              <ReactionIcon key={type} type={type} size={15} />
            ))}
          </span>
          {reactions.total}
        </button>
      )}
      {isListOpen && <ReactionPeople target={target} reactions={reactions} onClose={() => setIsListOpen(false)} />}
    </div>
  );
}

function ReactionPicker({ target, mine }: { target: ReactionTarget; mine: Reactions['mine'] }) {
  const { t } = useTranslation();
  const userId = useUserId();
  const navigate = useNavigate();
  const react = useReact(target);
  if (!userId)
    return (
      <button
        type="button"
        className={styles.button}
        aria-label={t('reaction.react')}
        onClick={() => navigate({ to: '/login', search: { next: location.pathname } })}
      >
        <ThumbsUp size={18} aria-hidden />
      </button>
    );
  const choose = (kind: string) => react.mutate(kind === mine ? null : (kind as ReactionType));
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          className={styles.button}
          aria-label={mine ? t('reaction.yours', { kind: t(`reaction.${mine}`) }) : t('reaction.react')}
        >
          {mine ? <ReactionIcon type={mine} /> : <ThumbsUp size={18} aria-hidden />}
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content side="top" align="start" sideOffset={4} collisionPadding={8} loop>
          <DropdownMenu.RadioGroup className={styles.picker} value={mine ?? ''}>
            {REACTION_TYPES.map((type) => (
              <DropdownMenu.RadioItem
                key={type}
                value={type}
                className={styles.choice}
                aria-label={t(`reaction.${type}`)}
                title={t(`reaction.${type}`)}
                onSelect={() => choose(type)}
              >
                <ReactionIcon type={type} size={24} />
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
