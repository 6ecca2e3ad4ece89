// Published versions of ration rules.

import { sql } from 'kysely'
import type { Db } from '../../core/db.ts'
import type { Language } from '../../core/i18n.ts'

/** As it stands in the table; `content` is JSON, its times are text. */
export interface RationRow {
  number: number
  fromAt: Date
  content: Record<string, unknown>
  digest: string
  publishedAt: Date
  byName: string | null
  emergencyWhy: string | null
  language: Language
  explanation: string | null
  explanationLanguage: Language | null
  explainedAt: Date | null
}

const ROW =
  sql.raw(`number, from_at as "fromAt", content, digest, published_at as "publishedAt", by_name as "byName",
  emergency_why as "emergencyWhy", language, explanation,
  explanation_language as "explanationLanguage", explained_at as "explainedAt"`)

/** In their order. */
export async function listRations(db: Db, programmeId: string): Promise<RationRow[]> {
  const { rows } = await sql<RationRow>`
    select ${ROW} from supply.rations where programme_id = ${programmeId} order by number`.execute(
    db,
  )
  return rows
}

export interface NewRation {
  programmeId: string
  number: number
  from: Date
  content: unknown
  digest: string
  at: Date
  by: string | null
  byName: string | null
  emergencyWhy: string | null
  /** Of the reason and of the explanation; Chinese when absent. */
  language?: Language
  explanation: string | null
  explainedAt: Date | null
}

/** @returns false when that number is published already */
export async function insertRation(tx: Db, ration: NewRation): Promise<boolean> {
  const { language = 'zh-TW' } = ration
  const { numAffectedRows } = await sql`
    insert into supply.rations (programme_id, number, from_at, content, digest, published_at,
      published_by, by_name, emergency_why, language, explanation, explanation_language, explained_at)
    values (${ration.programmeId}, ${ration.number}, ${ration.from}, ${JSON.stringify(ration.content)}::jsonb,
            ${ration.digest}, ${ration.at}, ${ration.by}, ${ration.byName}, ${ration.emergencyWhy},
            ${language}, ${ration.explanation},
            ${ration.explanation === null ? null : language}, ${ration.explainedAt})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** @returns false when it was explained already, or never was an emergency */
export async function saveExplanation(
  tx: Db,
  said: {
    programmeId: string
    number: number
    explanation: string
    language: Language
    by: string
    at: Date
  },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update supply.rations
       set explanation = ${said.explanation}, explanation_language = ${said.language},
           explained_at = ${said.at}, explained_by = ${said.by}
     where programme_id = ${said.programmeId} and number = ${said.number}
       and emergency_why is not null and explained_at is null`.execute(tx)
  return numAffectedRows === 1n
}
