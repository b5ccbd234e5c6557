import { faultContract } from './fault-contract.js';
import { faultControls } from './fault-controls.js';
import { onEachKurrentServer } from './kurrentdb-servers.js';

onEachKurrentServer((name, server, kind) => {
  faultContract(name, server);
  // The checks themselves need a server whose own subscriptions leave nothing out.
  if (kind === 'double') faultControls(server);
});
