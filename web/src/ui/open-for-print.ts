import { useEffect } from 'react';

/** What is folded on the screen is printed in full, but for the data of single events. */
export function useOpenForPrint(): void {
  useEffect(() => {
    const opened: HTMLDetailsElement[] = [];
    const open = (): void => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>('main details:not(.event, .unprinted, [open])')) {
        details.open = true;
        opened.push(details);
      }
    };
    const fold = (): void => {
      for (const details of opened.splice(0)) details.open = false;
    };
    addEventListener('beforeprint', open);
    addEventListener('afterprint', fold);
    return () => {
      removeEventListener('beforeprint', open);
      removeEventListener('afterprint', fold);
    };
  }, []);
}
