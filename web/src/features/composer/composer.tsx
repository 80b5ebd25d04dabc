import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { ImagePlus, Lock, LockOpen, X } from 'lucide-react';
import { type ClipboardEvent, type DragEvent, type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { Avatar } from '../../ui/avatar';
import { Button } from '../../ui/button';
import { ErrorNote } from '../../ui/states';
import { showToast } from '../../ui/toasts';
import { addToFeed } from '../feed/feed-changes';
import { ownProfileQuery } from '../people/person-queries';
import { keepPosts } from '../posts/post-queries';
import { MAX_POST_LENGTH, writtenLength } from '../posts/written-length';
import { CompletingTextarea } from './completing-textarea';
import styles from './composer.module.css';
import { keepDraft, readDraft } from './draft';
import { type ChosenImage, useImage } from './use-image';

const PLACE = 'post';

/** From how many characters before the limit on the counter is shown. */
const COUNTED = 500;

/** Where a post is written. What is typed stays in this browser until it is sent. */
export function Composer({ userId, onDone }: { userId: string; onDone?(): void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: profile } = useQuery(ownProfileQuery);
  const [text, setText] = useState(() => readDraft(userId, PLACE));
  const [isPrivate, setIsPrivate] = useState(false);
  const { image, choose, remove } = useImage();
  // One key for each text: a request that is sent again makes no second post.
  const idempotencyKey = useRef(crypto.randomUUID());
  const length = writtenLength(text);
  const left = MAX_POST_LENGTH - length;
  const isReady = left >= 0 && (image ? image.mediaId !== undefined : length > 0);

  const write = (next: string) => {
    setText(next);
    keepDraft(userId, PLACE, next);
    idempotencyKey.current = crypto.randomUUID();
  };
  const post = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/posts', {
          params: { header: { 'Idempotency-Key': idempotencyKey.current } },
          body: { content: text, isPrivate, mediaId: image?.mediaId },
        }),
      ),
    onSuccess: async (written) => {
      write('');
      remove();
      setIsPrivate(false);
      await keepPosts(client, [written]);
      addToFeed(client, [written]);
      client.invalidateQueries({ queryKey: ['posts', 'person', userId] });
      showToast(t('composer.posted'));
      onDone?.();
    },
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (isReady && !post.isPending) post.mutate();
  };
  const take = (event: ClipboardEvent | DragEvent, data: DataTransfer) => {
    const file = [...data.files].find(({ type }) => type.startsWith('image/'));
    if (!file) return;
    event.preventDefault();
    choose(file);
  };
  return (
    <form
      className={styles.composer}
      onSubmit={submit}
      onPaste={(event) => take(event, event.clipboardData)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => take(event, event.dataTransfer)}
    >
      {profile && <Avatar person={profile} />}
      <div className={styles.main}>
        <CompletingTextarea
          className={styles.text}
          aria-label={t('composer.label')}
          placeholder={t('composer.placeholder')}
          value={text}
          rows={2}
          onChange={write}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
        {image && <Preview image={image} onRemove={remove} />}
        <ErrorNote error={post.error} />
        <div className={styles.tools}>
          <ImageButton onChoose={choose} />
          <Button
            look="quiet"
            small
            aria-pressed={isPrivate}
            className={isPrivate ? styles.pressed : undefined}
            onClick={() => setIsPrivate(!isPrivate)}
          >
            {isPrivate ? <Lock size={16} aria-hidden /> : <LockOpen size={16} aria-hidden />}
            {t('composer.followersOnly')}
          </Button>
          <span className={styles.end}>
            {left < COUNTED && (
              <span className={left < 0 ? styles.over : styles.quiet} role={left < 0 ? 'alert' : undefined}>
                {left < 0 ? t('composer.tooLong', { count: -left }) : t('composer.left', { count: left })}
              </span>
            )}
            <Button look="primary" type="submit" disabled={!isReady} isBusy={post.isPending}>
              {t('composer.post')}
            </Button>
          </span>
        </div>
      </div>
    </form>
  );
}

function Preview({ image, onRemove }: { image: ChosenImage; onRemove(): void }) {
  const { t } = useTranslation();
  const isUploading = !image.mediaId && !image.error;
  return (
    <div className={styles.preview}>
      {image.error ? (
        <p className={styles.over} role="alert">
          {image.error}
        </p>
      ) : (
        <img src={image.preview} alt={t('composer.preview')} />
      )}
      {isUploading && <progress value={image.progress} aria-label={t('composer.uploading')} />}
      <Button look="icon" className={styles.remove} aria-label={t('composer.removeImage')} onClick={onRemove}>
        <X size={18} aria-hidden />
      </Button>
    </div>
  );
}

function ImageButton({ onChoose }: { onChoose(file: File): void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <>
      <input
        ref={input}
        id={id}
        type="file"
        accept="image/*"
        hidden
        onChange={({ target }) => {
          if (target.files?.[0]) onChoose(target.files[0]);
          target.value = '';
        }}
      />
      <Button look="icon" aria-label={t('composer.addImage')} onClick={() => input.current?.click()}>
        <ImagePlus size={20} aria-hidden />
      </Button>
    </>
  );
}
