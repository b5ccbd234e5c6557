/** Which rows of a long list are on the screen. All rows have one height, so that a list of any length is known without being measured. */
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { useWindowVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';

const FIRST_GUESS_PX = 64;
const OVERSCAN = 8;

export interface RowWindow {
  readonly items: readonly VirtualItem[];
  readonly heightPx: number;
  readonly rowPx: number;
  /** Of a row, within the body. */
  readonly topOf: (item: VirtualItem) => number;
  /** Rows that can be seen: without those that are drawn ahead. */
  readonly first: number;
  readonly last: number;
}

/** `body`: what the rows lie in, each of the height that the style gives to `.row`. */
export function useRowWindow(body: RefObject<HTMLElement | null>, count: number): RowWindow {
  const [rowPx, setRowPx] = useState(FIRST_GUESS_PX);
  const [marginPx, setMarginPx] = useState(0);
  const virtual = useWindowVirtualizer({ count, estimateSize: () => rowPx, overscan: OVERSCAN, scrollMargin: marginPx });
  useLayoutEffect(() => virtual.measure(), [rowPx]);
  useEffect(() => {
    const measure = (): void => {
      if (!body.current) return;
      setMarginPx(body.current.getBoundingClientRect().top + window.scrollY);
      const row = body.current.querySelector<HTMLElement>('.row');
      if (row && row.offsetHeight > 0) setRowPx(row.offsetHeight);
    };
    measure();
    // Whatever comes and goes above the list changes the height of the page, or the list's own.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [count > 0]);
  const { range } = virtual as Virtualizer<Window, Element>;
  return {
    items: virtual.getVirtualItems(),
    heightPx: virtual.getTotalSize(),
    rowPx,
    topOf: ({ start }) => start - marginPx,
    first: range?.startIndex ?? 0,
    last: range?.endIndex ?? 0,
  };
}
