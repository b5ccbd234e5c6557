/** The demo estate, untouched: no device that its list shows in demo mode is without a cause. */
import { startTestServer } from '../support/server.js';

interface Answer {
  readonly devices: {
    readonly nodes: readonly { readonly id: string; readonly name: string; readonly mode: string | null }[];
  };
}

it('every device of the demo that is in demo mode has a cause', async () => {
  const server = await startTestServer({ demo: true });
  try {
    const owner = await server.token('OWNER', 'acc_demo');
    const listed = await server.query<Answer>(
      owner,
      '{ devices(first: 200, where: { mode: { eq: DEMO } }) { nodes { id name mode } } }',
    );
    expect(listed.devices.nodes.length).toBeGreaterThan(0);
    for (const { id, name } of listed.devices.nodes) {
      const query = 'query ($id: ID!) { diagnoseMissingLicense(input: { deviceId: $id }) { causes { code } } }';
      const answer = await server.query<{ diagnoseMissingLicense: { causes: readonly { readonly code: string }[] } }>(
        owner,
        query,
        { id },
      );
      expect([name, answer.diagnoseMissingLicense.causes.length > 0]).toEqual([name, true]);
    }
  } finally {
    await server.close();
  }
}, 60_000);
