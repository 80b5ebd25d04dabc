/** Work that is done after a while, unless it is called off before. */
export interface Deferred {
  /** Does the work now, if it was neither done nor called off. */
  flush(): void;
  /** Returns whether it came in time: the work is not done any more. */
  callOff(): boolean;
}

/** Does the work after `delayMs`, or earlier when the page is left. */
export function defer(work: () => void, delayMs: number, page: EventTarget = window): Deferred {
  let isOpen = true;
  const close = () => {
    const wasOpen = isOpen;
    isOpen = false;
    clearTimeout(timer);
    page.removeEventListener('pagehide', flush);
    return wasOpen;
  };
  const flush = () => {
    if (close()) work();
  };
  const timer = setTimeout(flush, delayMs);
  page.addEventListener('pagehide', flush);
  return { flush, callOff: close };
}
