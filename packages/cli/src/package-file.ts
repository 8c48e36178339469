/** The address of a file of the installed package. The sources and the bundle made of them both lie one folder below it. */
export function packageFile(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}
