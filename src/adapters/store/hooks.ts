// Messages of agencies that were taken, so that none is taken twice.

import type { Db } from '../../core/db.ts'

/** False when it is there already. */
export async function insertHookCall(
  tx: Db,
  { adapterId, hookId, heardAt }: { adapterId: string; hookId: string; heardAt: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('adapters.hook_calls')
    .values({ adapter_id: adapterId, hook_id: hookId, heard_at: heardAt })
    .onConflict((known) => known.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export async function deleteHookCallsBefore(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('adapters.hook_calls').where('heard_at', '<', before).execute()
}
