import { connect, nameOf } from '../../src/event-store/kurrentdb/connection.js';

it.each([
  'esdb://admin:change/it@a:2113?tls=true',
  'esdb://admin:change:it@a:2113?tls=true',
  'kurrentdb://a%40b:change%21@a:2113',
])('names a server without its user and password: %s', (text) => {
  expect(nameOf(text)).toMatch(/^(esdb|kurrentdb):\/\/a:2113/);
});

it('sends the password that stands in the connection string, whatever it is made of', async () => {
  const connection = connect('esdb://a%40b:change/it%21@127.0.0.1:1?tls=false');
  expect(connection.appendAs).toEqual({ username: 'a@b', password: 'change/it!' });
  await connection.release();
});

it('shows nothing of a connection string that it cannot read', () => {
  for (const text of ['esdb://admin:sesame@127.0.0.1:port', 'esdb://admin:ses%ame@a', 'esdb://admin:sesame@a?tls'])
    expect(() => connect(text)).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/ses|admin/) as string }) as Error,
    );
});
