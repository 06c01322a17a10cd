/** What Streamlit gives a component's function, which it calls again at each redraw. */
export interface Component<Data> {
  /** From Python, as JSON. */
  data: Data;
  parentElement: HTMLElement | ShadowRoot;
  /** Runs the page's script once with `value` as the component's `name`. */
  setTriggerValue(name: string, value: unknown): void;
}
