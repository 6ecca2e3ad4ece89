// What the published contract says in words: what each answer, and each missing answer, means for
// whoever called.

export const ABOUT = `How an adapter in any language serves a Yizhan front desk. An adapter carries filings to one agency's
system. It is a small HTTP service; the front desk calls it. The same contract is what a city's own gateway speaks at
\`/api/v1/services/{id}\`, so one city's adapter can be another city's remote adapter.

## The one rule

A filing happens once or not at all, and whoever asks is told which. When that cannot be known the answer is \`unknown\`,
never a guess.

- \`submit\` takes a **key**. The caller made it and uses it for this one filing only. The same key with the same input
  answers with the same filing, however often and however much later; it never makes a second one. The same key with
  another input is a \`409\`.
- Write the filing, with its key, where it survives a crash **before** you answer.
- \`lookup\` by key or reference finds it again. \`found: false\` means that you are **certain**. A system that cannot say
  for certain answers \`unavailable\`.
- Never retry behind the caller's back after a request to your own system was cut off: answer \`unknown\`.

## What an answer means for the caller

| answer | after \`submit\`, \`withdraw\`, \`correct\` | after \`check\`, \`lookup\`, \`read\`, \`describe\`, \`health\` |
|---|---|---|
| 2xx with a body of this contract | what the body says | what the body says |
| 2xx with anything else | \`unknown\` | no answer |
| \`400\`, \`413\`, \`415\`, \`422\` as problem details | nothing recorded; the input is wrong, \`errors\` says where | no answer |
| \`401\`, \`403\` as problem details | nothing recorded; the caller stops until a person has looked at the credential | the same |
| \`404\`, \`405\`, \`501\` as problem details | nothing recorded; not offered here | not offered here |
| \`409\` as problem details | \`unknown\`: the key, or the filing, is in another state; look it up | no answer |
| \`429\`, \`503\` with \`Retry-After\` | nothing recorded; again after that time | again after that time |
| any problem details with \`nothingRecorded: true\` | nothing recorded | no answer |
| any other status, or an error that is no problem details | \`unknown\` | no answer |
| no connection at all | nothing recorded | no answer |
| the connection stood and was lost, or the time is over | \`unknown\` | no answer |

"Nothing recorded" lets the caller send again with the same key. "Unknown" makes it ask \`lookup\` first; what a lookup
cannot settle goes to a person. A request that cannot change anything ("harmless": the right column) may be sent again at
any time.

**Time-outs.** The caller waits \`limits.timeoutMs\`, then hangs up. Your system may still be at work:
\`semantics.settlesAfterSeconds\` says for how long. Until then a \`found: false\` settles nothing.

**Hours.** Outside \`openingHours\` nothing is asked. If you close unannounced, answer \`503\` with \`Retry-After\`.

**Order.** Requests may arrive twice and out of order. \`withdraw\` of what was withdrawn answers \`withdrawn\`.

## Words for people

Everything a person will read (\`text\`, \`message\`, \`note\`, \`title\`) is in both languages, \`zh-TW\` and \`en\`. Reasons are
the agency's own words. Errors name the field by JSON pointer.

## Who may call

Every request carries either a bearer token, or a signature after RFC 9421 (HTTP Message Signatures) with
\`hmac-sha256\` over \`"@method" "@path" "content-digest"\`, \`created\` not more than 300 seconds away, and
\`Content-Digest\` after RFC 9530 (\`sha-256\`). Accept one or both. Refuse everything else with \`401\`. Serve over TLS;
keep tokens and what people wrote out of logs.
`

export const OPERATIONS: Record<string, { summary: string; description: string }> = {
  describe: {
    summary: 'What the adapter takes and promises',
    description:
      'The city keeps a copy beside its city file and compares it with this answer at every health check: a description that changed under way is told to people before it breaks a filing.',
  },
  check: {
    summary: 'What the agency would refuse',
    description:
      'Harmless. Nothing is kept. `block` stops a filing, `info` only tells. `submit` checks again by itself.',
  },
  submit: {
    summary: 'File',
    description:
      'The key in the body and in `Idempotency-Key` are the same; a difference is a `400`. Keep the filing with its key before you answer.',
  },
  lookup: {
    summary: 'How a filing stands',
    description:
      'Harmless. By key, or by the agency’s number. `found: false` only when that is certain; a wrong address or a closed system is never `found: false`.',
  },
  withdraw: {
    summary: 'Take a filing back',
    description:
      'Asked twice it answers the same. `refused` when the agency does not allow it any more.',
  },
  correct: {
    summary: 'Send corrected input to a filing that was returned',
    description:
      'The whole input, not only what changed. `501` where `semantics.correct` is false.',
  },
  read: {
    summary: 'What the agency already knows, with the person’s consent',
    description:
      'Optional: `501` where the description has no `reads`. The caller has the consent; a field the agency does not know is left out.',
  },
  health: {
    summary: 'Is the agency’s system well',
    description:
      'Harmless. Ask your system something whose answer you know; do not only say that this service runs.',
  },
}
