/** The path of one page of the account's generations, below the base URL. */
export function listPath(page: { readonly limit: number; readonly offset: number }): string {
  return `/generations?limit=${page.limit}&offset=${page.offset}`;
}
