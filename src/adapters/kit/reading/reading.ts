// What an agency answers about a person who consents, as its adapter's author writes it. The subject
// is read by one schema, so that the author's function gets what it expects.

import type { z } from 'zod'
import type { Adapter, Call, ReadAnswer } from '../../contract.ts'
import type { Consent, ReadableField, Reads } from '../../readable.ts'
import { AgencyTrouble } from '../trouble.ts'
import { jsonSchemaOf } from './json-schema.ts'

/** What one asking is about. */
export interface Asked<Subject, Field extends string> {
  subject: Subject
  fields: Field[]
  /** Kept by the agency, too, where it takes one. */
  consent: Consent
}

interface Definition<S extends z.ZodType, Field extends string>
  extends Pick<Reads, 'calledAs' | 'basis' | 'consentDays' | 'perPersonADay'> {
  /** Its first property finds the person, the others confirm it. */
  subject: S
  fields: Record<Field, Omit<ReadableField, 'name'>>
  read(asked: Asked<z.output<S>, Field>, call: Call): Promise<ReadAnswer>
}

export interface Reading {
  describe: Reads
  read: NonNullable<Adapter['read']>
}

export function reading<S extends z.ZodType, Field extends string>(
  definition: Definition<S, Field>,
): Reading {
  const { subject: schema, fields, read, ...told } = definition
  const known = Object.entries(fields) as [Field, Omit<ReadableField, 'name'>][]
  const isKnown = (name: string): name is Field => known.some(([field]) => field === name)
  return {
    describe: {
      ...told,
      subject: jsonSchemaOf(schema),
      fields: known.map(([name, field]) => ({ ...field, name })),
    },
    read: async (given, names, call, consent) => {
      const subject = schema.safeParse(given)
      if (!subject.success) throw new AgencyTrouble('input_not_understood')
      const wanted = names.filter(isKnown)
      if (wanted.length < names.length) throw new AgencyTrouble('input_not_understood')
      return read({ subject: subject.data, fields: wanted, consent }, call)
    },
  }
}

export const readingOf = (made: Reading | undefined): Pick<Adapter, 'read'> =>
  made ? { read: made.read } : {}
