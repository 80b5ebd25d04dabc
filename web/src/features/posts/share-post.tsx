import { Share } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { showToast } from '../../ui/toasts';
import styles from './post.module.css';

/** Hands the address of a post to the system's share sheet; where there is none, copies it. */
export function SharePost({ postId }: { postId: string }) {
  const { t } = useTranslation();
  const share = async () => {
    const url = `${location.origin}/posts/${postId}`;
    try {
      if (navigator.share) await navigator.share({ url });
      else {
        await navigator.clipboard.writeText(url);
        showToast(t('post.linkCopied'));
      }
    } catch (error) {
      const isCancelled = error instanceof DOMException && error.name === 'AbortError';
      if (!isCancelled) showToast(t('post.linkNotCopied', { url }));
    }
  };
  return (
    <button type="button" className={styles.action} onClick={share} aria-label={t('post.share')}>
      <Share size={18} aria-hidden />
    </button>
  );
}
