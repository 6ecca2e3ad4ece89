// An agency that approves at once, in this process: what is left to measure is our own work.

import { httpAdapter, words, z } from '../../src/adapters/kit.ts'

export const approving = (id: string, agency: string) =>
  httpAdapter({
    describe: {
      id,
      agencies: [agency],
      title: words('當場核准', 'Approves at once'),
      semantics: { idempotent: true, lookup: 'key', withdraw: false, correct: false },
      openingHours: null,
      limits: { timeoutMs: 1000, concurrency: 16, perMinute: 60_000, maxResponseBytes: 1000 },
      hosts: [],
    },
    input: z.object({ name: z.string(), day: z.iso.date() }),
    submit: async (key) => ({ kind: 'approved', reference: key.slice(0, 8) }),
    lookup: async () => null,
    health: async () => ({ ok: true, detail: '' }),
  })
