// Cuts SQL into statements without comments and texts, so that what is looked for in them is SQL and
// nothing that somebody wrote about it.

/** Each token that can hide a semicolon or a keyword, or is one. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|;|\s+|[^\s;'"$/-]+|./g

/** Lower case, one blank between words; texts and bodies of functions are left out as `''`. */
export function statementsIn(sql: string): string[] {
  const statements = ['']
  const add = (text: string) => {
    statements[statements.length - 1] += text
  }
  for (const [token] of sql.matchAll(TOKEN)) {
    if (token === ';') statements.push('')
    else if (token.startsWith('--') || token.startsWith('/*')) add(' ')
    else if (token.startsWith("'") || /^\$\w*\$./s.test(token)) add("''")
    else if (/^\s/.test(token)) add(' ')
    else add(token.toLowerCase())
  }
  return statements.map((text) => text.replace(/ +/g, ' ').trim()).filter(Boolean)
}
