/** GraphiQL, a page of its own beside the cabinet: with the React that it is written for, which the cabinet does without (docs/decisions/0021). */
import { defineConfig, mergeConfig } from 'vite';
import { common, inWeb } from './vite.common.ts';

export default defineConfig(
  mergeConfig(common, {
    // What the cabinet's build has put there stays.
    publicDir: false,
    resolve: { alias: { 'react-remove-scroll': inWeb('src/graphiql/remove-scroll.ts') } },
    // Its editor is large, and nobody opens it on a telephone.
    build: { emptyOutDir: false, chunkSizeWarningLimit: 1_200, rolldownOptions: { input: inWeb('graphiql.html') } },
  }),
);
