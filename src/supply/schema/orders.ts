// Ordering ahead: what is sent, and an order as it stands.

import { z } from 'zod'

export const ORDER_STATES = ['ordered', 'collected', 'released'] as const
export type OrderState = (typeof ORDER_STATES)[number]

export interface Order {
  orderId: string
  programmeId: string
  windowId: string
  reference: string
  siteId: string
  item: string
  amount: number
  handOutId: number
  state: OrderState
  /** Digits that a person gives when they pay. */
  payment: string
  price_twd: number
  paidAt: Date | null
  collectBy: Date
  keyId: string
  sealedEmail: Uint8Array | null
}

export const OrderRequest = z.object({
  card: z.string('handouts.error.card').max(60, 'handouts.error.card'),
  site: z
    .string('handouts.error.site')
    .min(1, 'handouts.error.site')
    .max(40, 'handouts.error.site'),
  birthYear: z.coerce
    .number('handouts.error.birth_year')
    .int('handouts.error.birth_year')
    .min(1880, 'handouts.error.birth_year')
    .max(2200, 'handouts.error.birth_year')
    .optional(),
  /** To be told when it is released. */
  email: z.email('handouts.error.email').max(254, 'handouts.error.email').optional(),
})
export type OrderRequest = z.output<typeof OrderRequest>
