/** Cookies of the page that are longer than a browser keeps one: in parts. No script reads them, and no other host sets them over https. */
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Of the 4,096 that browsers keep, name included. */
const PART_LENGTH = 3_900;
/** A proxy takes a line of 8 KB (nginx, without being told otherwise). */
const PARTS = [1, 2] as const;
export const COOKIE_ROOM = PART_LENGTH * PARTS.length;

export interface PageCookie {
  read(request: FastifyRequest): string | undefined;
  /** @param value at most `COOKIE_ROOM` characters that need no quoting. */
  write(reply: FastifyReply, value: string, seconds: number): void;
  clear(reply: FastifyReply): void;
}

export interface PageCookieOptions {
  readonly name: string;
  /** The page is served over https. */
  readonly secure: boolean;
  /** Lax goes along when another site's page leads here. */
  readonly sameSite: 'Strict' | 'Lax';
}

export function pageCookie({ name, secure, sameSite }: PageCookieOptions): PageCookie {
  // With the prefix a browser takes it from this very host alone: a sibling under the same domain could set one of its own otherwise.
  const names = PARTS.map((part) => `${secure ? '__Host-' : ''}${name}${part === 1 ? '' : String(part)}`);
  const attributes = `Path=/; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`;
  const set = (reply: FastifyReply, value: string, seconds: number): void => {
    for (const [index, part] of names.entries()) {
      const text = value.slice(index * PART_LENGTH, (index + 1) * PART_LENGTH);
      reply.header('set-cookie', `${part}=${text}; Max-Age=${String(text === '' ? 0 : seconds)}; ${attributes}`);
    }
  };
  return {
    read: ({ headers }) => {
      const parts = names.map((part) => valueOf(headers.cookie ?? '', part));
      return parts[0] === undefined ? undefined : parts.join('');
    },
    write: set,
    clear: (reply) => {
      set(reply, '', 0);
    },
  };
}

const valueOf = (header: string, name: string): string | undefined => new RegExp(`(?:^|; )${name}=([\\w-]+)`).exec(header)?.[1];
