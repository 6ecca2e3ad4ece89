// The reserve office as a whole: a letter box, and the officer behind it.

import type { MailFaults } from '../mailfaults.ts'
import type { Mailroom } from '../mailroom.ts'
import type { SeenFiling, Stand } from '../oracle.ts'
import { occasionOf, takeLetter } from './desk.ts'
import {
  AGENCY,
  DOMAIN,
  ENTRY,
  type Filing,
  isStanding,
  listFilings,
  type Office,
} from './filings.ts'
import { officerPages } from './officer.ts'

const MOST_BYTES = 6 * 1024 * 1024

export function reserveOffice(
  ground: Pick<Office, 'store' | 'clock'>,
  mailroom: Mailroom,
  faults: MailFaults,
): Stand {
  const office: Office = { ...ground, mailroom, faults }
  mailroom.join({
    agency: AGENCY,
    domain: DOMAIN,
    isKnown: (address) => address.toLowerCase() === ENTRY,
    // Its provider takes everything and finds out later.
    unknown: 'bounce',
    mostBytes: MOST_BYTES,
    occasionOf,
    take: (arrived) => ground.store.together(() => takeLetter(office, arrived)),
  })
  return {
    app: officerPages(office),
    agencies: [AGENCY],
    filings: () => listFilings(office).map(seen),
    forget: () => {},
  }
}

const seen = (filing: Filing): SeenFiling => ({
  number: filing.number,
  key: filing.reference,
  status: filing.status,
  standing: isStanding(filing),
  filedAt: filing.filedAt,
  fields: {
    ...filing.fields,
    attachments: filing.attachments,
    permit: filing.permit,
    reason: filing.reason,
    correction: filing.correction,
  },
})
