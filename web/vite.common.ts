/** What the builds of both pages have in common. */
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';

export const inWeb = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const common: UserConfig = {
  root: inWeb('.'),
  logLevel: 'warn',
  build: {
    target: 'baseline-widely-available',
    // The policy of the page lets nothing in that is not a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // `use client` of libraries: a word to frameworks that render on a server.
    rolldownOptions: { onLog: (level, log, print) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : print(level, log)) },
  },
};
