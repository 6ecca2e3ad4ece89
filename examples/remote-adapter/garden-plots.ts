// The city's side of the Python adapter: a copy of this file, and of garden-plots.describe.json,
// below cities/<city>/adapters/ is all that a remote adapter needs there.

import { remoteAdapter, words } from '../../src/adapters/kit.ts'

export const adapter = remoteAdapter({
  file: import.meta.url,
  url: 'http://127.0.0.1:8099',
  agencies: ['xitun-office'],
  credential: { name: 'token', title: words('農園登記系統的權杖', 'Token of the garden register') },
})
