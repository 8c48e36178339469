import type { LocatedScalar } from "../source/located.ts";
import type { WhenEmpty } from "./template-book.ts";

/** Gives the text of a scalar for one shot; undefined where its template is broken. */
export type RenderText = (node: LocatedScalar, whenEmpty: WhenEmpty) => string | undefined;
