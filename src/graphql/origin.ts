import type { FastifyRequest } from 'fastify';

/**
 * The address that a request reached this server by: what a proxy says of it counts where the proxy is trusted (KABINET_TRUSTED_PROXIES).
 * It goes back to the one who asked, and to nobody else.
 */
export function originOf({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string | null {
  const address = `${protocol}://${host}`;
  return URL.canParse(address) ? new URL(address).origin : null;
}
