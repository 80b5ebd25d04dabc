import { Angry, Frown, Heart, Laugh, ThumbsUp } from 'lucide-react';
import styles from './reaction-bar.module.css';
import type { ReactionType } from './totals';

const ICONS = { like: ThumbsUp, love: Heart, haha: Laugh, sad: Frown, angry: Angry };

export function ReactionIcon({ type, size = 18 }: { type: ReactionType; size?: number }) {
  const Icon = ICONS[type];
  return <Icon className={styles[type]} size={size} aria-hidden fill={type === 'love' ? 'currentColor' : 'none'} />;
}
