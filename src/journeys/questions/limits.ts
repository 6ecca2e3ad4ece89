// Sizes that hold whatever a journey says.

/** What expressions loop over stays short. */
export const MAX_MEMBERS = 100
