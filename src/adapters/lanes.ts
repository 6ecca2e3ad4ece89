// The lanes as people read them: the public page, the API, and whoever watches the agencies.

import type { Db } from '../core/db.ts'
import { laneHealth } from './rules.ts'
import type { Lane } from './schema.ts'
import { listLaneRows } from './store/lanes.ts'

/** Every adapter in use and how its agency answers, by id. */
export async function listLanes(db: Db): Promise<Lane[]> {
  const rows = await listLaneRows(db)
  return rows.map(({ failures, ...lane }) => ({
    ...lane,
    health: laneHealth({ failures, ...lane }),
  }))
}
