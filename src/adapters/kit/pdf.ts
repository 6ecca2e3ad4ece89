// Papers: `fillForm` fills an agency's PDF form by the names of its fields, `overlay` writes on one
// without fields at places in millimetres, `letter` makes a plain letter. What does not fit its box
// at a size that can be read, or has no glyph, fails with `PdfTrouble` that names every such field.

export {
  countPages,
  type FormField,
  fillForm,
  formDifferences,
  overlay,
  type Placement,
  readForm,
} from '../wires/pdf/form.ts'
export { type Letter, letter } from '../wires/pdf/letter.ts'
export { type PdfProblem, PdfTrouble } from '../wires/pdf/trouble.ts'
export { missingIn } from '../wires/pdf/type.ts'
