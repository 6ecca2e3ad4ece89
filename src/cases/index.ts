// What the rest of the program may use of cases.

import type { ModuleParts } from '../core/parts.ts'
import { setHomePart } from '../journeys/index.ts'
import { askOnLetter, askToRead } from './actions/desk/letters.ts'
import { tellOwnersOfNight } from './actions/desk/missed-night.ts'
import { tellOwnersOfStop } from './actions/desk/stopped-lane.ts'
import { leaveStoppedLane, returnToLane } from './actions/moving.ts'
import { lookAtNews } from './actions/news.ts'
import { api } from './api/routes.ts'
import { jobs } from './jobs.ts'
import { atHome, pages } from './pages/all.tsx'

export { findCaseByReference, newPass, openCase } from './actions/access.ts'
export { type CarryOptions, carryLeg, type StopPoint, Stopped } from './actions/carry.ts'
export { correctCase, startCorrection } from './actions/correction.ts'
export { lookAtCase, lookAtTask, readDesk } from './actions/desk/look.ts'
export { handOverTask, settleTask, settleTasks, takeTask } from './actions/desk/tasks.ts'
export { createDraft, findDraft, saveDraft } from './actions/drafts.ts'
export { checkAnswers, fileCase, fileDraft } from './actions/filing.ts'
export { joinForeignReference } from './actions/join.ts'
export { readStatus } from './actions/status.ts'
export { eraseCase } from './actions/upkeep.ts'
export { withdrawCase } from './actions/withdraw.ts'
export { addDeskPart, type DeskPart } from './pages/desk/desk-part.ts'
export { setTrialPart, type TrialPart } from './pages/trial-part.ts'
export { sayWords } from './rules/words.ts'
export type { CaseState, LegState, TaskKind } from './schema/legs.ts'
export type { Filed, Filing } from './schema/requests.ts'
export type { CaseView, LegView, TaskLine, TaskView } from './schema/view.ts'
export { listCounts } from './store/cases.ts'

export const module: ModuleParts = {
  name: 'cases',
  pages,
  api,
  jobs,
  listeners: [
    { on: 'adapters.lane_stopped', handle: tellOwnersOfStop },
    { on: 'adapters.lane_stopped', handle: leaveStoppedLane },
    { on: 'adapters.lane_started', handle: returnToLane },
    { on: 'adapters.night_missed', handle: tellOwnersOfNight },
    { on: 'adapters.news', handle: lookAtNews },
    { on: 'adapters.letter_arrived', handle: askOnLetter },
    { on: 'adapters.letter_for_desk', handle: askToRead },
  ],
  start: async () => setHomePart(atHome),
}
