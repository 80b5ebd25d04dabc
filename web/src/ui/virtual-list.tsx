import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from './virtual-list.module.css';

interface Props<Item> {
  /** Names the list: its measured heights are kept, so that a return to it finds the same place. */
  id: string;
  label: string;
  items: Item[];
  keyOf(item: Item): string;
  children(item: Item): ReactNode;
  /** Called when the end of the list comes near. */
  onEnd?(): void;
}

const ESTIMATED_HEIGHT = 220;
const OVERSCAN = 6;

const measured = new Map<string, VirtualItem[]>();

/** A list as long as it likes: only the items near the window are in the document. */
export function VirtualList<Item>({ id, label, items, keyOf, children, onEnd }: Props<Item>) {
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => ESTIMATED_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: offset,
    getItemKey: (index) => keyOf(items[index]!),
    initialMeasurementsCache: measured.get(id),
  });
  // What stands above the list may change its height, the composer for one.
  useLayoutEffect(() => {
    const place = () => setOffset((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    place();
    const observer = new ResizeObserver(place);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  useEffect(() => () => void measured.set(id, virtualizer.measurementsCache), [id, virtualizer]);
  const shown = virtualizer.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= items.length - 4) onEnd?.();
  }, [last, items.length, onEnd]);
  return (
    <div
      ref={list}
      className={styles.list}
      role="feed"
      aria-label={label}
      style={{ height: virtualizer.getTotalSize() }}
    >
      {shown.map(({ key, index, start }) => (
        <div
          key={key}
          data-index={index}
          ref={virtualizer.measureElement}
          className={styles.item}
          style={{ transform: `translateY(${start - offset}px)` }}
        >
          {children(items[index]!)}
        </div>
      ))}
    </div>
  );
}
