import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { graphqlDocuments } from './build/documents.mjs';

const inWeb = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The page is written to React's API, and runs on Preact: a tenth of the size (docs/decisions/0020). */
const PREACT = {
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react-dom/client': 'preact/compat/client',
  'react-dom': 'preact/compat',
  react: 'preact/compat',
};

export default defineConfig({
  root: inWeb('.'),
  logLevel: 'warn',
  plugins: [graphqlDocuments(inWeb('src'))],
  resolve: { alias: process.env['KABINET_WEB_REACT'] === '1' ? {} : PREACT },
  build: {
    target: 'baseline-widely-available',
    // The policy of the page lets nothing in that is not a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // `use client` of libraries: a word to frameworks that render on a server.
    rolldownOptions: { onLog: (level, log, print) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : print(level, log)) },
  },
});
