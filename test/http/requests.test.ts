import { generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { printVerifierKey, verifierKey } from '../../src/audit/verifier-key.js';
import { codeFromFreeLetters, formatCode } from '../../src/domain/activation-code.js';
import { requireViewer } from '../../src/http/authenticate.js';
import { BODY_BYTES, HEADER_BYTES } from '../../src/http/server.js';
import { scrub } from '../../src/http/scrub.js';
import { token } from '../auth/issuer.js';
import { bearer, listen, startHttp } from './server.js';

const code = codeFromFreeLetters(Array.from({ length: 20 }, (_, index) => (index * 7) % 32));

const routes = [
  (app: FastifyInstance): void => {
    app.get('/who', async (request) => ({ id: requireViewer(request).id }));
    app.post('/echo', async (request) => request.body);
    app.get('/fail', async (request) => {
      throw new Error(`no license for ${formatCode(code)} and token ${request.headers.authorization ?? ''}`);
    });
  },
];

const LANGUAGES = [
  ['ru', /[а-я]/],
  ['en', /^[^а-я]+$/],
] as const;

describe('a request', () => {
  it('without a token is answered 401, with what is needed', async () => {
    const { app } = await startHttp({ routes });
    const answer = await app.inject('/who');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('with a bad token is answered exactly like one without', async () => {
    const { app } = await startHttp({ routes });
    const bad = await app.inject({ url: '/who', headers: { authorization: 'Bearer x' } });
    expect(bad.body).toBe((await app.inject('/who')).body);
  });

  it('with a good token is known by its viewer', async () => {
    const { app } = await startHttp({ routes });
    expect((await app.inject({ url: '/who', headers: bearer() })).json()).toEqual({ id: 'anna' });
  });

  it.each(['/healthz', '/nowhere', '/who', '/fail'])('to %s is answered with security headers and an id of ours', async (url) => {
    const { app } = await startHttp({ routes });
    const { headers } = await app.inject({ url, headers: { 'x-request-id': 'mine' } });
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });

  it('that fails tells nothing of our insides', async () => {
    const { app } = await startHttp({ routes });
    const answer = await app.inject('/fail');
    expect(answer.statusCode).toBe(500);
    const number = String(answer.headers['x-request-id']);
    expect(answer.json()).toEqual({
      errors: [
        {
          message: `Internal error. Tell support its number: ${number}.`,
          extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: number },
        },
      ],
    });
  });

  it.each([
    ['a body over the limit', 'application/json', JSON.stringify({ text: 'x'.repeat(BODY_BYTES) }), 413, 'TOO_LARGE'],
    ['a body that is no JSON', 'application/json', '{', 400, 'BAD_REQUEST'],
    ['a body that nobody can read', 'application/x-other', 'x', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('with %s is answered in the same shape', async (_what, type, payload, status, errorCode) => {
    const { app } = await startHttp({ routes });
    const answer = await app.inject({ method: 'POST', url: '/echo', payload, headers: { 'content-type': type } });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: errorCode } }] });
  });

  it.each([
    ['/%ff%fe', 'GET', 400, 'BAD_REQUEST'],
    ['/nowhere', 'GET', 404, 'NOT_FOUND'],
    ['/echo', 'PUT', 405, 'METHOD_NOT_ALLOWED'],
  ] as const)('to %s by %s is answered in the same shape, in the language asked for', async (url, method, status, code) => {
    const { app } = await startHttp({ routes });
    for (const [language, letters] of LANGUAGES) {
      const answer = await app.inject({ method, url, headers: { 'accept-language': language } });
      expect(answer.statusCode).toBe(status);
      expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-request-id': expect.any(String) as string });
      expect(answer.json()).toEqual({
        errors: [{ message: expect.stringMatching(letters) as string, extensions: { code } }],
      });
    }
  });

  it('by a method that its address does not take is told which ones it does', async () => {
    const { app } = await startHttp({ routes });
    expect((await app.inject({ method: 'PUT', url: '/echo?x=1' })).headers.allow).toBe('POST');
    expect((await app.inject({ method: 'DELETE', url: '/who' })).headers.allow).toBe('GET, HEAD');
    expect((await app.inject({ method: 'PUT', url: '/nowhere' })).headers.allow).toBeUndefined();
  });

  it('is refused in the language of its token, unless it asks for another', async () => {
    const { app } = await startHttp({ routes });
    const refuse = async (headers: Readonly<Record<string, string>>): Promise<string> => {
      const answer = await app.inject({
        method: 'POST',
        url: '/echo',
        payload: '{',
        headers: { 'content-type': 'application/json', ...headers },
      });
      return answer.json<{ errors: [{ message: string }] }>().errors[0].message;
    };
    expect(await refuse(bearer({ locale: 'ru' }))).toBe('Тело запроса — не JSON.');
    expect(await refuse(bearer({ locale: 'en' }))).toBe('The body of the request is no JSON.');
    expect(await refuse({ ...bearer({ locale: 'ru' }), 'accept-language': 'en' })).toBe('The body of the request is no JSON.');
    expect(await refuse({ authorization: 'Bearer x', 'accept-language': 'ru-RU,ru;q=0.9' })).toBe('Тело запроса — не JSON.');
    expect(await refuse({})).toBe('The body of the request is no JSON.');
  });

  it.each([
    ['without a token', '/who', {}],
    ['with a bad token', '/who', { authorization: 'Bearer x' }],
    ['that fails', '/fail', {}],
  ])('%s is answered in the language of Accept-Language', async (_what, url, headers) => {
    const { app } = await startHttp({ routes });
    for (const [language, letters] of LANGUAGES) {
      const answer = await app.inject({ url, headers: { ...headers, 'accept-language': language } });
      expect(answer.json()).toMatchObject({ errors: [{ message: expect.stringMatching(letters) as string }] });
    }
  });

  it('with headers over the limit is refused before it is read', async () => {
    const { app } = await startHttp({ routes });
    const { port } = new URL(await listen(app));
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.setEncoding('latin1').once('data', (text: string) => {
        resolve(text);
        socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.write(`GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(HEADER_BYTES)}\r\n\r\n`);
    });
    await app.close();
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('rate limits', () => {
  it('count by viewer, whatever the address', async () => {
    const { app } = await startHttp({ routes, deps: { requestsAMinute: 10 } });
    const ask = async (sub: string): Promise<number> => (await app.inject({ url: '/who', headers: bearer({ sub }) })).statusCode;
    const answers: number[] = [];
    for (let time = 0; time < 11; time++) answers.push(await ask('anna'));
    expect(answers).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    expect(await ask('boris')).toBe(200);
  });

  it('say when to come back, in the shape of every error', async () => {
    const { app } = await startHttp({ routes, deps: { requestsAMinute: 10 } });
    await app.inject('/who');
    const refused = await app.inject('/who');
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.json()).toMatchObject({
      errors: [{ message: expect.stringMatching(/^Too many requests/) as string, extensions: { code: 'RATE_LIMITED' } }],
    });
    const russian = await app.inject({ url: '/who', headers: { 'accept-language': 'ru' } });
    expect(russian.json()).toMatchObject({ errors: [{ message: expect.stringMatching(/^Слишком много запросов/) as string }] });
  });

  it('do not hold for those who look after the process', async () => {
    const { app } = await startHttp({ routes, deps: { requestsAMinute: 10 } });
    for (let time = 0; time < 30; time++) expect((await app.inject('/healthz')).statusCode).toBe(200);
  });

  it('count an address as it came, unless a proxy is trusted', async () => {
    const from = (ip: string): { url: string; headers: { 'x-forwarded-for': string } } => ({
      url: '/who',
      headers: { 'x-forwarded-for': ip },
    });
    const plain = await startHttp({ routes, deps: { requestsAMinute: 10 } });
    await plain.app.inject(from('192.0.2.1'));
    expect((await plain.app.inject(from('192.0.2.2'))).statusCode).toBe(429);
    const behindProxy = await startHttp({ routes, deps: { requestsAMinute: 10, trustedProxies: ['127.0.0.1'] } });
    await behindProxy.app.inject(from('192.0.2.1'));
    expect((await behindProxy.app.inject(from('192.0.2.2'))).statusCode).toBe(401);
  });
});

describe('the log', () => {
  it('has one line a request: route, status, viewer, request id', async () => {
    const { app, entries } = await startHttp({ routes });
    const answer = await app.inject({ url: '/who?accountId=acc_1', headers: bearer() });
    expect(entries()).toEqual([
      expect.objectContaining({
        level: 'info',
        reqId: answer.headers['x-request-id'],
        method: 'GET',
        route: '/who',
        status: 200,
        viewer: 'anna',
        role: 'OWNER',
        msg: 'request',
      }),
    ]);
  });

  it('never holds a token, a body, a query or a code', async () => {
    const { app, log } = await startHttp({ routes });
    await app.inject({ url: `/who?code=${code}`, headers: bearer() });
    await app.inject({ url: `/${formatCode(code)}`, headers: bearer() });
    await app.inject({ url: '/fail', headers: bearer() });
    await app.inject({ method: 'POST', url: '/echo', payload: { secret: 'body-text', code }, headers: bearer() });
    app.log.info({ headers: bearer(), variables: { code } }, `adding ${formatCode(code).toLowerCase()}`);
    expect(log()).toContain('no license for [removed] and token Bearer [removed]');
    expect(log()).toContain('adding [removed]');
    for (const secret of [code, formatCode(code), formatCode(code).toLowerCase(), token(), 'body-text'])
      expect(log()).not.toContain(secret);
  });

  it('says why a token was refused, and does not show it', async () => {
    const { app, entries } = await startHttp({ routes });
    await app.inject({ url: '/who', headers: bearer({ role: 'ADMIN' }) });
    expect(entries()[0]).toMatchObject({ refused: 'CLAIMS_INVALID', detail: expect.stringMatching(/^role: /) as string });
    expect(entries()[1]).toMatchObject({ status: 401, refused: 'CLAIMS_INVALID' });
  });
});

describe('scrubbing', () => {
  it.each([
    ['ABCDE-FGHJK-MNPQR-STVWX-YZ012'],
    ['abcde fghjk mnpqr stvwx yz012'],
    ['ABCDEFGHJKMNPQRSTVWXYZ012'],
    ['АВСДЕ–ФГХЯК–МНПQР–СТВWХ–УЗ012'],
    ['ABCDE\u00a0FGHJK\u00a0MNPQR\u00a0STVWX\u00a0YZ012'],
    ['ABCDE%20FGHJK%20MNPQR%20STVWX%20YZ012'],
    ['ABCDE\tFGHJK\nMNPQR STVWX - YZ012'],
  ])('takes %j out, also after a line break in JSON', (typed) => {
    expect(scrub(JSON.stringify({ msg: `a\n${typed}` }))).toBe(JSON.stringify({ msg: 'a\n[removed]' }));
  });

  it('takes all of a code out, whatever words stand before it', () => {
    expect(scrub('alpha bravo ABCDE-FGHJK-MNPQR-STVWX-YZ012')).toBe('[removed]');
    expect(scrub('alpha bravo ABCDEFGHJKMNPQRSTVWXYZ012')).toBe('alpha bravo [removed]');
  });

  it.each([
    ['a name in a stack', 'at process.processTicksAndRejections (node:internal)'],
    ['a SHA-1', 'a1'.repeat(20)],
    ['an id of ours', 'lic_0123456789abcdefghjkmnpqrs'],
    ['a UUID', '13bee4fb-3a09-4dc4-a8a7-33f475627615'],
    ['a SHA-256', 'a'.repeat(64)],
    ['an instant', '2026-03-01T09:00:00.000Z'],
    ['a masked code', '•••••-•••••-•••••-•••••-YZ012'],
  ])('leaves %s', (_what, text) => {
    expect(scrub(JSON.stringify({ text }))).toBe(JSON.stringify({ text }));
  });

  /** A key whose base 64 has twenty-five letters and digits on end, with a digit and between others: about one of 26 has. */
  function keyLikeACode(): string {
    for (;;) {
      const { publicKey } = generateKeyPairSync('ed25519');
      const key = printVerifierKey(verifierKey('kabinet/0123456789abcdef', 'ed25519', publicKey));
      const [, , ...encoded] = key.split('+');
      if (
        encoded
          .join('+')
          .split(/[+/]/)
          .some((letters) => letters.length === 25 && /\d/.test(letters))
      )
        return key;
    }
  }

  it('leaves the public key of the log, though a part of it looks like a code, and takes out the code beside it', () => {
    const key = keyLikeACode();
    const typed = 'ABCDE-FGHJK-MNPQR-STVWX-YZ012';
    expect(scrub(JSON.stringify({ keys: [key, key], msg: `a\n${key} ${typed}` }))).toBe(
      JSON.stringify({ keys: [key, key], msg: `a\n${key} [removed]` }),
    );
    expect(scrub(`${typed} ${key}\n${typed}`)).toBe(`[removed] ${key}\n[removed]`);
  });

  it('takes out what has the shape of a key and is none', () => {
    const typed = 'ABCDEFGHJKMNPQRSTVWXYZ012';
    expect(scrub(`name+01234567+${typed}+${'A'.repeat(18)}`)).not.toContain(typed);
    expect(scrub(`${typed}+01234567+${'A'.repeat(44)}`)).not.toContain(typed);
  });
});
