/** In SQL, of an account `@id`: whether it administers, and nobody else is left who does and may sign in. */
export const isLastAdministrator: string = `(
  exists (select 1 from accounts where id = @id and "isAdmin" = 1 and suspended_at is null)
  and not exists (select 1 from accounts where id <> @id and "isAdmin" = 1 and suspended_at is null))`
