/** The first two numbers of a version, as `[major, minor]`, or undefined where the text has none. */
function majorMinor(version: string): readonly [number, number] | undefined {
  const [, major, minor] = /^\s*v?(\d{1,9})(?:\.(\d{1,9}))?/.exec(version) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor ?? 0)];
}

/** Client major.minor below the server's (domain.md, section 4). Unknown versions are never below. */
export function clientBelowServer(client: string | null, server: string | null): boolean {
  const own = client === null ? undefined : majorMinor(client);
  const wanted = server === null ? undefined : majorMinor(server);
  if (!own || !wanted) return false;
  return own[0] < wanted[0] || (own[0] === wanted[0] && own[1] < wanted[1]);
}

/** Compares all numbers of two versions: below 0 where a is older. Undefined where one of them has none. */
export function compareVersions(a: string, b: string): number | undefined {
  const numbers = (text: string): number[] => (/\d+(?:\.\d+)*/.exec(text)?.[0] ?? '').split('.').filter(Boolean).map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  if (left.length === 0 || right.length === 0) return undefined;
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
