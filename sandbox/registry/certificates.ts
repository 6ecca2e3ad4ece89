// The register's own little authority. Made at the first start and kept beside the sandbox's disk,
// so that a city's certificate outlives a reset and a restart.

import { X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SandboxClock } from '../clock.ts'
import type { Store } from '../store.ts'
import { makeCertificate, type Paper } from './der.ts'

/** The code of the demo city, in its certificate and in every envelope. */
export const DEMO_ORG = '387000000A'

const AUTHORITY = { name: '戶役政介接示範憑證中心', organisation: '虛構' }
const YEAR_MS = 365 * 86_400_000
const MONTH_MS = 30 * 86_400_000
const REVOKED = 'registry revoked'

export interface Certificates {
  authority: string
  server: Paper
  /** Made once; expires a year after the day the sandbox first started. */
  demo: Paper
  issue(name: string, from: Date, until: Date): Paper
  revoke(serial: string): void
  /** Null when the register lets this certificate in, else IIS's own sub-status. */
  whyRefused(certificate: X509Certificate | null): 7 | 13 | 16 | 17 | null
}

export function openCertificates(dir: string, store: Store, clock: SandboxClock): Certificates {
  const shelf = join(dir, 'registry')
  mkdirSync(shelf, { recursive: true })
  // Wide on purpose: these two are held against the machine's own clock by TLS itself.
  const wide = { from: new Date('2020-01-01T00:00:00Z'), until: new Date('2049-01-01T00:00:00Z') }
  const root = kept(shelf, 'authority', () =>
    makeCertificate({ ...AUTHORITY, ...wide, use: 'authority', signer: null }),
  )
  const signer = { paper: root, ...AUTHORITY }
  const issue = (name: string, from: Date, until: Date) =>
    makeCertificate({ name, organisation: '虛構機關', from, until, use: 'client', signer })
  const start = clock.now()
  return {
    authority: root.certificate,
    server: kept(shelf, 'server', () =>
      makeCertificate({ name: '127.0.0.1', organisation: '虛構', ...wide, use: 'server', signer }),
    ),
    demo: kept(shelf, 'demo-client', () =>
      issue(DEMO_ORG, new Date(start.getTime() - MONTH_MS), new Date(start.getTime() + YEAR_MS)),
    ),
    issue,
    revoke: (serial) => store.put(REVOKED, serial.toUpperCase(), true),
    whyRefused: (shown) => {
      if (!shown) return 7
      if (!shown.verify(new X509Certificate(root.certificate).publicKey)) return 16
      const now = clock.now()
      if (now < new Date(shown.validFrom) || now > new Date(shown.validTo)) return 17
      return store.find(REVOKED, shown.serialNumber) === null ? null : 13
    },
  }
}

function kept(shelf: string, name: string, make: () => Paper): Paper {
  const path = join(shelf, `${name}.json`)
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Paper
  } catch {
    const paper = make()
    writeFileSync(path, JSON.stringify(paper), { mode: 0o600 })
    return paper
  }
}
