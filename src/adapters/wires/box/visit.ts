// One visit to a box, as its steps share it.

import type { WireGround } from '../../gateway/wires.ts'
import { shortId } from './nights.ts'
import type { Batch, Box, ListFormat } from './schema.ts'

/** Places where a test pulls the plug. */
export type StopPoint = 'closed' | 'intended' | 'put' | 'handed' | 'answered'
export interface ExchangeOptions {
  stopAt?: StopPoint
}

/** What `stopAt` throws: as if the process had been killed there. */
export class Stopped extends Error {}

export interface Visit {
  ground: WireGround
  format: ListFormat
  stop(point: StopPoint): void
}

export interface Visiting extends Visit {
  box: Box
  /** Names by folder, as they were when the visit began. */
  seen: { in: Set<string>; done: Set<string>; ack: Set<string> }
}

export const nameOf = ({ format }: Visit, batch: Batch): string =>
  format.nameOf({ number: batch.number, id: shortId(batch) })
