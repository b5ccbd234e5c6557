/**
 * What GraphiQL keeps ends with the tab: what is typed may hold codes. Its history keeps headers too, tokens among them, whatever it is told
 * of headers: that is in memory, and ends with the page.
 */
import type { ComponentProps } from 'react';
import type { GraphiQL } from 'graphiql';

type GraphiqlStorage = NonNullable<ComponentProps<typeof GraphiQL>['storage']>;

const HISTORY = /:(queries|favorites)$/;

export function createStorage(): GraphiqlStorage {
  const history = new Map<string, string>();
  return {
    getItem: (key) => (HISTORY.test(key) ? (history.get(key) ?? null) : sessionStorage.getItem(key)),
    setItem: (key, value) => (HISTORY.test(key) ? void history.set(key, value) : sessionStorage.setItem(key, value)),
    removeItem: (key) => (HISTORY.test(key) ? void history.delete(key) : sessionStorage.removeItem(key)),
    clear() {
      history.clear();
      sessionStorage.clear();
    },
    get length() {
      return history.size + sessionStorage.length;
    },
  };
}
