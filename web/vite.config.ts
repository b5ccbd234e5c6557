import { defineConfig, mergeConfig } from 'vite';
import { graphqlDocuments } from './build/documents.mjs';
import { common, inWeb } from './vite.common.ts';

/** The page is written to React's API, and runs on Preact: a tenth of the size (docs/decisions/0020). */
const PREACT = {
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react-dom/client': 'preact/compat/client',
  'react-dom': 'preact/compat',
  react: 'preact/compat',
};

export default defineConfig(
  mergeConfig(common, {
    plugins: [graphqlDocuments(inWeb('src'))],
    resolve: { alias: process.env['KABINET_WEB_REACT'] === '1' ? {} : PREACT },
  }),
);
