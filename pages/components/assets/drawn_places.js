// What a component has drawn in each of its places. Where runs of the page's script overtake each other, Streamlit ends a component
// and begins it again in the same place in one breath: what was typed, chosen and said there goes on.

/** @template {{ close: () => void }} Drawn */
export class DrawnPlaces {
  /** @param {(act: () => void) => number} later calls it in another task @param {(id: number) => void} never of these calls */
  constructor(later = (act) => window.setTimeout(act), never = (id) => window.clearTimeout(id)) {
    this.later = later;
    this.never = never;
    /** @type {WeakMap<Node, { drawn: Drawn, ending: number }>} */
    this.places = new WeakMap();
  }

  /**
   * What is drawn there, made where there is nothing.
   *
   * @param {Node} place
   * @param {() => Drawn} make
   * @returns {Drawn}
   */
  at(place, make) {
    const there = this.places.get(place) ?? { drawn: make(), ending: 0 };
    if (there.ending) this.never(there.ending);
    there.ending = 0;
    this.places.set(place, there);
    return there.drawn;
  }

  /** Streamlit ends it: it is closed unless it begins again at once. @param {Node} place */
  end(place) {
    const there = this.places.get(place);
    if (!there || there.ending) return;
    there.ending = this.later(() => this.close(place));
  }

  /** @param {Node} place */
  close(place) {
    const there = this.places.get(place);
    // Gone before it is closed: one that fails to close is not handed out again.
    this.places.delete(place);
    there?.drawn.close();
  }
}
