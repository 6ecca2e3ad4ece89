// How often a note of a form is sorted as a reader sorts it, on real notes of pharmacies of 2020
// beside the share of the most frequent class. What the labels mean and how they were made stands in
// docs/voices-sorting.md; the notes themselves lie beside the repository, not in it.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { readYaml } from '../src/core/yaml.ts'
import { type SortedNote, sortNote } from '../src/voices/rules/sorting.ts'
import { BARRIERS, GROUPS, SORTS, type Sort } from '../src/voices/schema/words.ts'
import type { Bench, Figure } from './figure.ts'

const FOLDER = '../shared/data/mask-stock-tw'
const MARCH = {
  notes: `${FOLDER}/pharmacies-2020-03-05.geojson`,
  labels: 'bench/sorting-labels.yaml',
}
const LATER = {
  notes: `${FOLDER}/pharmacies-2020-04-15.geojson`,
  labels: 'bench/sorting-labels-later.yaml',
}

const Labels = z.strictObject({
  labels: z.array(
    z.strictObject({
      id: z.string(),
      /** `random`: drawn among all notes; `rare`: among those with words of a rare class. */
      stratum: z.enum(['random', 'rare']),
      label: z.enum(SORTS),
      again: z.enum(SORTS).optional(),
      groups: z.array(z.enum(GROUPS)).default([]),
      barriers: z.array(z.enum(BARRIERS)).default([]),
    }),
  ),
})
type Label = z.output<typeof Labels>['labels'][number]
type Judged = Label & { sorted: SortedNote; isHeldOut: boolean }

export const bench: Bench = {
  name: 'sorting',
  about: 'sorting and grouping real notes, held-out half, beside the most frequent class',
  async run() {
    if (!existsSync(FOLDER)) {
      console.log(`${FOLDER} is not here: nothing to sort`)
      return []
    }
    const march = readJudged(MARCH)
    const heldOut = march.filter(({ isHeldOut }) => isHeldOut)
    tellCounts([...readNotes(MARCH.notes).values()])
    return [
      ...figuresOf('sorting', heldOut),
      ...figuresOf('sorting_later', readJudged(LATER)),
      agreement(march),
    ]
  },
}

function figuresOf(name: string, judged: Judged[]): Figure[] {
  console.log(`${name}: ${judged.length} labelled notes`)
  tellConfusion(judged)
  const has = (sort: Sort) => judged.some(({ label }) => label === sort)
  return [
    ...accuracies(judged),
    ...SORTS.filter(has).flatMap((sort) => ofClass(judged, sort)),
    ...groupings(judged),
  ].map((figure) => ({ ...figure, figure: `${name}_${figure.figure}` }))
}

function readJudged({ notes, labels }: typeof MARCH): Judged[] {
  const said = readNotes(notes)
  return readYaml(labels, Labels).labels.map((label) => judge(label, said))
}

function readNotes(file: string): Map<string, string> {
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as {
    features: { properties: { id: string; note: string | null } }[]
  }
  const said = features.flatMap(({ properties: { id, note } }): [string, string][] =>
    note?.trim() ? [[id, note]] : [],
  )
  return new Map(said)
}

/** The same text is never in both halves. */
function judge(label: Label, notes: Map<string, string>): Judged {
  const note = notes.get(label.id)
  if (note === undefined) throw new Error(`${label.id} is labelled and has no note`)
  const first = createHash('sha256').update(note).digest('hex').slice(0, 1)
  return { ...label, sorted: sortNote(note), isHeldOut: Number.parseInt(first, 16) % 2 === 0 }
}

function accuracies(judged: Judged[]): Figure[] {
  const random = judged.filter(({ stratum }) => stratum === 'random')
  return [
    share('accuracy_random', random, isRight, 'all as notice', isNotice),
    share('accuracy', judged, isRight, 'all as notice', isNotice),
  ]
}

function ofClass(judged: Judged[], sort: Sort): Figure[] {
  const labelled = judged.filter(({ label }) => label === sort)
  const sorted = judged.filter((one) => one.sorted.sort === sort)
  return [
    share(`recall_${sort}`, labelled, isRight, 'all as notice', isNotice),
    share(`precision_${sort}`, sorted, isRight, 'share of the class', () => false),
  ].map((figure) =>
    figure.peer === 'share of the class'
      ? { ...figure, peerValue: labelled.length / judged.length }
      : figure,
  )
}

function groupings(judged: Judged[]): Figure[] {
  const voices = judged.filter(({ label }) => label === 'voice')
  const has = (field: 'groups' | 'barriers') => (one: Judged) =>
    one.sorted[field][0] === one[field][0]
  const mostly = () => true
  return [
    share('group', voices, has('groups'), 'all as front_line', mostly),
    share('barrier', voices, has('barriers'), 'all as workload', mostly),
  ]
}

/** Cohen's kappa of the two readings. */
function agreement(judged: Judged[]): Figure {
  const twice = judged.filter(({ again }) => again !== undefined)
  const part = (is: (one: Judged) => boolean) => twice.filter(is).length / twice.length
  const agreed = part(({ label, again }) => label === again)
  const byChance = SORTS.reduce(
    (sum, sort) => sum + part(({ label }) => label === sort) * part(({ again }) => again === sort),
    0,
  )
  return {
    figure: 'sorting_labels_kappa',
    value: (agreed - byChance) / (1 - byChance),
    unit: `of 1, ${twice.length} notes`,
    peer: 'agreement',
    peerValue: agreed,
  }
}

const isRight = ({ label, sorted }: Judged) => label === sorted.sort
const isNotice = ({ label }: Judged) => label === 'notice'

function share(
  figure: string,
  among: Judged[],
  is: (one: Judged) => boolean,
  ...[peer, isPeer]: [string, (one: Judged) => boolean]
): Figure {
  const part = (right: (one: Judged) => boolean) => among.filter(right).length / among.length
  return { figure, value: part(is), unit: `of ${among.length}`, peer, peerValue: part(isPeer) }
}

function tellCounts(notes: string[]): void {
  const sorted = notes.map((note) => sortNote(note).sort)
  const counts = SORTS.map((sort) => `${sort} ${sorted.filter((one) => one === sort).length}`)
  console.log(`${notes.length} notes are sorted as: ${counts.join(', ')}`)
}

function tellConfusion(judged: Judged[]): void {
  console.table(
    SORTS.map((label) => ({
      'labelled ↓ sorted →': label,
      ...Object.fromEntries(
        SORTS.map((sort) => [
          sort,
          judged.filter((one) => one.label === label && one.sorted.sort === sort).length,
        ]),
      ),
    })),
  )
}
