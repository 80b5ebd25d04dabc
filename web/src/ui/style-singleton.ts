import { useEffect } from 'react';

/**
 * Stands for the package of this name, of which Radix uses one component. Constructed style sheets need no exception from
 * the content security policy, unlike the <style> elements that the package writes.
 */
export function styleSingleton() {
  let users = 0;
  let sheet: CSSStyleSheet | undefined;
  // biome-ignore lint/correctness/noComponentHookFactories: the package that this stands for makes components so
  return function Style({ styles }: { styles: string; dynamic?: boolean }) {
    useEffect(() => {
      if (users++ === 0) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(styles);
        document.adoptedStyleSheets.push(sheet);
      }
      return () => {
        if (--users > 0) return;
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
      };
    }, [styles]);
    return null;
  };
}
