// A place where files are left and found, whatever it speaks.

import type { WireGround } from '../../gateway/wires.ts'
import { openS3 } from './s3.ts'
import type { Place } from './schema.ts'
import { openSftp } from './sftp.ts'

export interface Box {
  /** Names without their folder, with sizes in bytes. */
  list(folder: string): Promise<{ name: string; size: number }[]>
  /** Null when it is not there. @throws AgencyTrouble too_large */
  read(path: string): Promise<Uint8Array | null>
  /** Whole or not at all, and never over another file. False: something of that name is there. */
  put(path: string, bytes: Uint8Array): Promise<boolean>
  remove(path: string): Promise<void>
  close(): void
}

/** @throws AgencyTrouble host_not_declared, host_key_changed, credential_refused, … */
export const openBoxAt = (place: Place, ground: WireGround): Promise<Box> =>
  'sftp' in place ? openSftp(place, ground) : openS3(place, ground)
