// What other modules may use of journeys. Pointers into answers begin at the answers, `/leader/birth`.

import type { ModuleParts } from '../core/parts.ts'
import { publishJourneys, reload } from './actions.ts'
import { api } from './api.ts'
import { packCommands } from './pack.ts'
import { pages } from './pages/routes.tsx'

export {
  findWaitingVersion,
  getJourney,
  getJourneyToTry,
  getVersion,
  listJourneys,
  listWaitingVersions,
  reload,
} from './actions.ts'
export { QuestionFields, type QuestionFieldsProps } from './fields.tsx'
export { readingContext } from './geography.tsx'
export { type HomePart, setHomePart } from './pages/home.tsx'
export { setVersionPart, type VersionPart } from './pages/version-part.ts'
export { fieldId, problemLinks } from './problems.ts'
export { readDay } from './questions/dates.ts'
export { applyFormAction, type Fields, formActionProblems, formToRaw } from './questions/form.ts'
export { answerSchema } from './questions/json-schema.ts'
export type { KnownPlaces, ReadingContext } from './questions/leaf.ts'
export { readAnswers, readDraft, readPage } from './questions/read.ts'
export { runChecks } from './rules/checks.ts'
export {
  choiceBehind,
  type DisclosedQuestion,
  type Disclosure,
  disclosures,
  type Filed,
  labelsAt,
  questionForField,
} from './rules/fields.ts'
export { findAnswer, purposeEnds, typedFindAnswer } from './rules/finding.ts'
export { planLegs } from './rules/legs.ts'
export { pageOf, questionAt, visiblePages } from './rules/pages.ts'
export { pageOnly, pageWithout, type Readable, readables } from './rules/reads.ts'
export { type Replayed, replay } from './rules/replay.ts'
export { drawDayFor, type TripDayLine, tripDaysIn } from './rules/trips.ts'
export type {
  Answers,
  Check,
  Expression,
  Journey,
  LegDefinition,
  LegPlan,
  Page,
  PublishedVersion,
  Question,
  QuestionType,
  Reading,
  VersionSummary,
  WaitingVersion,
} from './schema.ts'
export { answeredLines } from './summary.tsx'

export const module: ModuleParts = {
  name: 'journeys',
  pages,
  api,
  commands: packCommands,
  start: (station) => publishJourneys(station),
  reload,
}
