// In one database the app and the collab server each have a schema of their own, as each has a file of its own in SQLite.
export const appSchema = 'pliego_app'
export const collabSchema = 'pliego_collab'
