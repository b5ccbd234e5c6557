/** Long enough for every address of the page, and short enough for the cookie that keeps it. */
const LONGEST = 1_000;
/** Routes of the sign-in itself: to come back to one of them would begin it anew, without end. */
const OWN_ROUTES = '/session';

/**
 * Where to go after a sign-in: a path of the page itself, whatever the link said, or its beginning. Read as a browser reads it: `/\host`,
 * `/<tab>/host` and `/.//host` are other sites' addresses too.
 */
export function returnPath(asked: string | null, origin: string): string {
  if (asked === null || asked.length > LONGEST || !asked.startsWith('/') || !URL.canParse(asked, origin)) return '/';
  const address = new URL(asked, origin);
  const isOurs = address.origin === origin && !address.pathname.startsWith('//') && !address.pathname.startsWith(OWN_ROUTES);
  return isOurs ? address.pathname + address.search : '/';
}
