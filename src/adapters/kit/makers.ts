// Makes an adapter from what its author writes: input is read by one schema at the edge, so that the
// author's functions get what they expect, and what an agency cannot do answers by itself.

import { z } from 'zod'
import type { Problem } from '../../core/errors.ts'
import type {
  Adapter,
  Call,
  Description,
  Hooks,
  Input,
  Kind,
  Outcome,
  Withdrawal,
} from '../contract.ts'
import { jsonSchemaOf } from './reading/json-schema.ts'
import { type Reading, readingOf } from './reading/reading.ts'
import { AgencyTrouble } from './trouble.ts'
import { words } from './words.ts'

/** How a filing is found again. */
export type By = { key: string } | { reference: string }

interface Definition<S extends z.ZodType> {
  describe: Omit<Description, 'kind' | 'input' | 'desk' | 'reads'>
  input: S
  /** What the agency would refuse, of input that has the right shape. Pure. */
  check?(input: z.output<S>, now: Date): Problem[]
  submit(key: string, input: z.output<S>, call: Call): Promise<Outcome>
  lookup?(by: By, input: z.output<S>, call: Call): Promise<Outcome | null>
  withdraw?(reference: string, input: z.output<S>, call: Call): Promise<Withdrawal>
  correct?(reference: string, input: z.output<S>, call: Call): Promise<Outcome>
  health(call: Call): Promise<{ ok: boolean; detail: string }>
  hooks?: Hooks
  /** Of a drop-box: see `lists.byBox`. */
  exchange?(call: Call): Promise<{ ok: boolean; detail: string }>
  /** What the agency answers about a person who consents: see `reading`. */
  reads?: Reading
  /** A filing that goes through as it stands, of people who do not exist. */
  example?(now: Date): z.input<S>
}

/** An agency with an interface for machines. */
export const httpAdapter = <S extends z.ZodType>(definition: Definition<S>): Adapter =>
  made('http', definition)

/** An agency with a site for people, filled in by a robot without a browser: see `visitSite`. */
export const formAdapter = <S extends z.ZodType>(definition: Definition<S>): Adapter =>
  made('html-form', definition)

/** A site that needs script, driven in a real browser: `call.wires.browser`. */
export const browserAdapter = <S extends z.ZodType>(definition: Definition<S>): Adapter =>
  made('browser', definition)

/** An office that takes mail and answers by mail: `call.wires.mail`. */
export const mailAdapter = <S extends z.ZodType>(definition: Definition<S>): Adapter =>
  made('mail', definition)

/** An office that takes its own form by fax: `call.wires.fax`. */
export const faxAdapter = <S extends z.ZodType>(definition: Definition<S>): Adapter =>
  made('fax', definition)

/** An agency that collects lists and leaves acknowledgements: spread `lists.byBox` into it. */
export const boxAdapter = <S extends z.ZodType>(definition: Definition<S>): Adapter =>
  made('drop-box', definition)

/** An agency that takes no filings here and only answers, such as a register. */
export function readAdapter(
  definition: Pick<Definition<typeof NOTHING>, 'health'> & {
    describe: Omit<Description, 'kind' | 'input' | 'desk' | 'reads' | 'semantics'>
    reads: Reading
  },
): Adapter {
  const semantics = { idempotent: false, lookup: 'none', withdraw: false, correct: false } as const
  const submit = async (): Promise<never> => {
    throw new AgencyTrouble('only_answers')
  }
  const describe = { ...definition.describe, semantics }
  return made('http', { ...definition, describe, input: NOTHING, submit })
}

const NOTHING = z.strictObject({})

interface DeskDefinition<S extends z.ZodType> {
  describe: Pick<Description, 'id' | 'agencies' | 'title'> & {
    desk: NonNullable<Description['desk']>
    openingHours?: Description['openingHours']
  }
  input: S
  check?(input: z.output<S>, now: Date): Problem[]
  example?(now: Date): z.input<S>
}

/** Carried by a person. Whoever holds the case opens a task for `describe.desk`; no robot calls it. */
export function deskAdapter<S extends z.ZodType>(definition: DeskDefinition<S>): Adapter {
  const { id, desk } = definition.describe
  const byHand = async (): Promise<never> => {
    throw new Error(`${id} is carried by hand: open a task for ${desk.deskId}`)
  }
  return {
    describe: {
      openingHours: null,
      ...definition.describe,
      kind: 'desk',
      input: jsonSchemaOf(definition.input),
      semantics: { idempotent: false, lookup: 'none', withdraw: false, correct: false },
      // A person's pace: the desk's own minutes a day bound it, not a lane.
      limits: { timeoutMs: 1000, concurrency: 1, perMinute: 1, maxResponseBytes: 1000 },
      hosts: [],
    },
    check: (input, now) => checkInput(definition, input, now),
    submit: byHand,
    lookup: byHand,
    withdraw: byHand,
    health: async () => ({ ok: true, detail: desk.deskId }),
    ...exampleOf(definition),
  }
}

/** What every kind that a machine carries is made by. City files use the makers above. */
export function made<S extends z.ZodType>(
  kind: Exclude<Kind, 'desk'>,
  definition: Definition<S>,
): Adapter {
  const { lookup, withdraw, correct, exchange } = definition
  const read = (input: Input): z.output<S> => readInput(definition.input, input)
  return {
    describe: {
      ...definition.describe,
      kind,
      input: jsonSchemaOf(definition.input),
      ...(definition.reads ? { reads: definition.reads.describe } : {}),
    },
    check: (input, now) => checkInput(definition, input, now),
    submit: async (key, input, call) => {
      const problems = checkInput({ input: definition.input }, input, call.now)
      return problems.length > 0 ? toCorrect(problems) : definition.submit(key, read(input), call)
    },
    lookup: async (by, input, call) => {
      if (!lookup) throw new AgencyTrouble('no_lookup')
      return lookup(by, read(input), call)
    },
    withdraw: async (reference, input, call) =>
      withdraw ? withdraw(reference, read(input), call) : CANNOT_WITHDRAW,
    ...(correct
      ? { correct: async (reference, input, call) => correct(reference, read(input), call) }
      : {}),
    health: definition.health,
    ...(definition.hooks ? { hooks: definition.hooks } : {}),
    ...(exchange ? { exchange } : {}),
    ...readingOf(definition.reads),
    ...exampleOf(definition),
  }
}

/** As it would arrive from a journey. */
function exampleOf<S extends z.ZodType>({ example }: Pick<Definition<S>, 'example'>) {
  return example ? { example: (now: Date) => example(now) as Input } : {}
}

const CANNOT_WITHDRAW: Withdrawal = {
  kind: 'refused',
  reasons: [
    {
      text: words(
        '這個機關的系統不能線上撤回，請聯絡承辦人。',
        'This agency’s system cannot withdraw; please contact its officer.',
      ),
    },
  ],
}

/** Of what was sent before the schema became what it is now; nothing has been asked of the agency. */
function readInput<S extends z.ZodType>(schema: S, input: Input): z.output<S> {
  const reading = schema.safeParse(input)
  if (!reading.success) throw new AgencyTrouble('input_not_understood')
  return reading.data
}

function checkInput<S extends z.ZodType>(
  { input: schema, check }: Pick<Definition<S>, 'input' | 'check'>,
  input: Input,
  now: Date,
): Problem[] {
  const reading = schema.safeParse(input)
  if (reading.success) return check?.(reading.data, now) ?? []
  return reading.error.issues.map((issue) => ({
    pointer: issue.path.map((step) => `/${String(step)}`).join(''),
    message: words(
      '機關需要這一項，而且要照它的格式寫。',
      `The agency cannot take this: ${issue.message}`,
    ),
    level: 'block',
  }))
}

/** Refused by our own reading, before the agency was asked. */
function toCorrect(problems: Problem[]): Outcome {
  return {
    kind: 'needs',
    what: 'correction',
    reasons: problems.map(({ pointer, message }) => ({
      field: pointer,
      text: typeof message === 'string' ? words(message, message) : message,
    })),
  }
}
