// What somebody decides about a finding, as a form or a program hands it in.

import { z } from 'zod'
import { CHANGED, DECISIONS, SEVERITIES } from './words.ts'

export const NewDecision = z.strictObject({
  kind: z.enum(DECISIONS, 'voices.decide.error.kind'),
  words: z.string().trim().min(1, 'voices.decide.error.words').max(2000, 'core.field_too_long'),
  agency: z.string().min(1, 'voices.decide.error.agency').max(60),
  /** The office that does it, in its own words; never a person. */
  by: z.string().trim().min(1, 'voices.decide.error.by').max(200, 'voices.decide.error.by'),
  dueOn: z.iso.date('voices.decide.error.due'),
  changedWhat: z.enum(CHANGED).nullable().default(null),
  changedId: z.string().trim().max(200).nullable().default(null),
  changedVersion: z.int().min(1).nullable().default(null),
  /** The severity as a person judges it now. */
  severity: z.enum(SEVERITIES, 'voices.decide.error.severity'),
  /** The finding as the person saw it. */
  revision: z.int().min(1),
})
export type NewDecision = z.output<typeof NewDecision>
