// What can be wrong with what shall be written on a paper. All of it is told at once, and nothing
// is ever left out, cut off or replaced in silence: a paper that lies is worse than none.

export interface PdfProblem {
  code:
    | 'does_not_fit'
    /** The font has no glyph for `characters`. */
    | 'missing_glyph'
    /** The form has no such field: it is not the form that we know. */
    | 'no_such_field'
    /** The field is ticked or chosen, and has no such choice. */
    | 'no_such_choice'
    /** The form says that the field is required. */
    | 'left_empty'
    /** A field, a page or a place of a kind that we do not write on. */
    | 'not_writable'
  /** Name of the field or the placement. */
  field: string
  characters?: string
}

export class PdfTrouble extends Error {
  readonly problems: PdfProblem[]

  constructor(problems: PdfProblem[]) {
    super(problems.map(told).join('; '))
    this.problems = problems
  }
}

const told = ({ code, field, characters }: PdfProblem): string =>
  `${code}: ${field}${characters ? ` (${characters})` : ''}`

export function throwIfAny(problems: PdfProblem[]): void {
  if (problems.length > 0) throw new PdfTrouble(problems)
}
