import { Component, type ComponentChild, type FunctionComponent } from "preact";

/**
 * A component that is drawn again only when one of its properties is another value. Of thousands of
 * cards only those that changed cost time while the page scrolls.
 */
export function memo<P extends object>(Inner: FunctionComponent<P>): new (props: P) => Component<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const before: Partial<P> = this.props;
      const keys = Object.keys(next) as (keyof P)[];
      return keys.length !== Object.keys(before).length || keys.some((key) => before[key] !== next[key]);
    }

    override render(): ComponentChild {
      return Inner(this.props as P);
    }
  };
}
