// A place where files are left and found, whatever it speaks.

import type { WireGround } from '../../gateway/wires.ts'
import { openS3 } from './s3.ts'
import type { Box, Place } from './schema.ts'
import { openSftp } from './sftp.ts'

/** @throws AgencyTrouble host_not_declared, host_key_changed, credential_refused, … */
export const openBoxAt = (place: Place, ground: WireGround): Promise<Box> =>
  'sftp' in place ? openSftp(place, ground) : openS3(place, ground)
