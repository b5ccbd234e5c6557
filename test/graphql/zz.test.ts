import { openApi, openShop, OWNER } from './support.js';
it('hang', async () => {
  const api = await openApi();
  const socks = new Set<any>(); api.app.server.on('connection', (s: any) => { socks.add(s); s.on('close', () => socks.delete(s)); });
  await openShop(api, 1);
  let phase = 0; const list = () => { for (const s of socks) process.stderr.write(`sock phase ${phase} destroyed=${s.destroyed} msg=${s._httpMessage?.req?.url} ended=${s._httpMessage?.writableEnded} readableEnded=${s.readableEnded} written=${s.bytesWritten}\n`); };
  const post = () => fetch(`${api.url}/graphql/stream`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${OWNER}` }, body: JSON.stringify({ query: 'subscription { licenseChanged { position } }' }) });
  for (let i = 0; i < 30; i++) { const r = await post(); await r.body?.cancel(); }
  api.app.server.getConnections((_e, n) => process.stderr.write(`connections ${n}\n`));
  await new Promise((r) => setTimeout(r, 300));
  const t = setInterval(() => { phase++; list(); }, 1000); const unused = () => (() => api.app.server.getConnections((_e, n) => process.stderr.write(`connections ${n}\n`)));
  list(); process.stderr.write('closing app\n'); await api.app.close(); process.stderr.write('app closed\n');
  clearInterval(t);
  await api.readModel.close(); process.stderr.write('rm closed\n');
  await api.cabinet.close();
}, 15000);
