// A link opens one site's page on one phone. What stands in it is random and kept as a hash only; a
// link that is revoked or made up opens nothing, and both look the same.

import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { getProgramme } from '../programmes.ts'
import type { Device } from '../schema/owner.ts'
import type { Programme } from '../schema/programme.ts'
import type { PublicSite } from '../schema/stock.ts'
import { findDevice, revokeDevice, saveDevice, touchDevice } from '../store/devices.ts'
import { findSite } from '../store/sites.ts'
import { getSite } from './edits.ts'

const hashOf = ({ secrets }: Station, secret: string): string =>
  secrets.hash('supply device', secret)

export interface LinkToMake {
  programmeId: string
  siteId: string
  /** Chosen by the form, so that pressing twice makes one link. */
  deviceId: string
  by: string
}

/** @returns the address, shown once; null when that link is in use already */
export async function makeLink(station: Station, link: LinkToMake): Promise<string | null> {
  const secret = station.secrets.randomToken()
  await getSite(station.db, link.programmeId, link.siteId)
  const isMade = await saveDevice(station.db, {
    ...link,
    secretHash: hashOf(station, secret),
    at: station.clock.now(),
  })
  return isMade ? new URL(`/site/${secret}`, station.config.baseUrl).href : null
}

export interface OpenLink {
  device: Device
  programme: Programme
  site: PublicSite
}

/** @throws Failure not_found, the same for every link that opens nothing */
export async function openLink(station: Station, secret: string): Promise<OpenLink> {
  const nothing = new Failure('not_found', 'owners.no_link')
  const device = await findDevice(station.db, hashOf(station, secret))
  if (!device) throw nothing
  const { programmeId, siteId, deviceId } = device
  const site = await findSite(station.db, programmeId, siteId)
  if (!site || site.leftAt) throw nothing
  await touchDevice(station.db, deviceId, station.clock.now())
  return { device, programme: getProgramme(station, programmeId), site }
}

/** Revoking twice is revoking once. @returns whether it worked until now */
export const revokeLink = (
  { db, clock }: Station,
  link: Omit<LinkToMake, 'deviceId'> & { deviceId: string },
): Promise<boolean> => revokeDevice(db, { ...link, at: clock.now() })
