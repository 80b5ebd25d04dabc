import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { Avatar } from '../../ui/avatar';
import { Button } from '../../ui/button';
import { ErrorNote } from '../../ui/states';
import { CompletingTextarea } from '../composer/completing-textarea';
import composerStyles from '../composer/composer.module.css';
import { keepDraft, readDraft } from '../composer/draft';
import { ownProfileQuery } from '../people/person-queries';
import { commentCountQuery } from '../posts/post-queries';
import { MAX_COMMENT_LENGTH, writtenLength } from '../posts/written-length';
import { commentsKey, type Place } from './comment-queries';
import styles from './comments.module.css';

interface Props {
  userId: string;
  place: Place;
  onDone?(): void;
}

/** Where a comment or a reply is written. What is typed stays in this browser until it is sent. */
export function CommentForm({ userId, place, onDone }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: profile } = useQuery(ownProfileQuery);
  const { postId, parentId } = place;
  const draft = `comment.${parentId ?? postId}`;
  const [text, setText] = useState(() => readDraft(userId, draft));
  const idempotencyKey = useRef(crypto.randomUUID());
  const left = MAX_COMMENT_LENGTH - writtenLength(text);
  const isReady = left >= 0 && left < MAX_COMMENT_LENGTH;
  const write = (next: string) => {
    setText(next);
    keepDraft(userId, draft, next);
    idempotencyKey.current = crypto.randomUUID();
  };
  const send = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/posts/{postId}/comments', {
          params: { path: { postId }, header: { 'Idempotency-Key': idempotencyKey.current } },
          body: { content: text, parentCommentId: parentId },
        }),
      ),
    onSuccess: async () => {
      write('');
      client.setQueryData<number>(commentCountQuery(postId).queryKey, (count = 0) => count + 1);
      await client.invalidateQueries({ queryKey: commentsKey(place) });
      onDone?.();
    },
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (isReady && !send.isPending) send.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {profile && <Avatar person={profile} size="s" />}
      <div className={styles.fields}>
        <CompletingTextarea
          className={`${composerStyles.text} ${styles.field}`}
          aria-label={t(parentId ? 'comment.yourReply' : 'comment.yours')}
          placeholder={t(parentId ? 'comment.yourReply' : 'comment.yours')}
          value={text}
          rows={1}
          autoFocus={parentId !== undefined}
          onChange={write}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
        {left < 0 && (
          <p className={composerStyles.over} role="alert">
            {t('composer.tooLong', { count: -left })}
          </p>
        )}
        <ErrorNote error={send.error} />
        <div className={styles.formActions}>
          {onDone && (
            <Button small onClick={onDone}>
              {t('common.cancel')}
            </Button>
          )}
          <Button small look="primary" type="submit" disabled={!isReady} isBusy={send.isPending}>
            {t(parentId ? 'comment.reply' : 'comment.send')}
          </Button>
        </div>
      </div>
    </form>
  );
}
