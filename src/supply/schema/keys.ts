// The header by which a program says that two requests are one.

import { z } from 'zod'

export const KeyHeader = z.object({
  'idempotency-key': z
    .string('handouts.error.key')
    .regex(/^[\x21-\x7e]{8,150}$/, 'handouts.error.key'),
})
