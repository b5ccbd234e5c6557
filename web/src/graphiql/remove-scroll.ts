/**
 * In place of the package of this name, which keeps the page under a dialog from scrolling by a style element, and that the policy lets no
 * script write. This page does not scroll.
 */
import type { ReactNode } from 'react';

export const RemoveScroll = ({ children }: { readonly children: ReactNode }): ReactNode => children;
