// What an adapter may reach its agency by besides HTTP. Each kind gets its own wire and no other;
// every wire is held to the declared hosts, to the call's time, and says when a filing may have left.

import type { Station } from '../../core/station.ts'
import type { Call, Kind, Wires } from '../contract.ts'
import { openBox } from '../wires/box/wire.ts'
import { openBrowserWire } from '../wires/browser/wire.ts'
import { openFax } from '../wires/fax/wire.ts'
import { openMail } from '../wires/mail/wire.ts'

/** What a wire may use, and must keep to. */
export interface WireGround {
  adapterId: string
  kind: Kind
  station: Station
  now: Date
  /** As declared, placeholders filled; the only places a wire may go. */
  hosts: string[]
  /** Aborts when the call's time is over; afterwards nothing goes out. */
  signal: AbortSignal
  maxBytes: number
  /** Of a lookup, a reading or a health check: nothing may be filed. */
  isHarmless: boolean
  resolve: (address: string) => string
  credential: Call['credential']
  /** The values of all credentials, for what must not be shown, such as a picture of a page. */
  secrets(): string[]
  keep: Call['keep']
  fetch: Call['fetch']
  /**
   * Called right before the bytes that file go out: from then on a failure is `unknown`.
   * @throws AgencyTrouble not_harmless in a call that may file nothing
   */
  leave(): void
  /** One line into the evidence `requests`: what was asked and answered, nothing personal. */
  note(line: string): void
}

export interface OpenWires {
  wires: Wires
  /** Ends what the call left open, whether it went well or not. */
  close(): Promise<void>
}

type Opener = (ground: WireGround) => OpenWires

/** By kind; the others speak HTTP or nothing at all. */
const OPENERS: Partial<Record<Kind, Opener>> = {
  browser: openBrowserWire,
  'drop-box': openBox,
  fax: openFax,
  mail: openMail,
}

export const openWires = (ground: WireGround): OpenWires =>
  OPENERS[ground.kind]?.(ground) ?? { wires: {} as Wires, close: async () => {} }
