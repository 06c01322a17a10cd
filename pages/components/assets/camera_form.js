// streamlit-webrtc's frame in our own dress and words: what its parameter `translations` does not reach.
const FRAME_STYLE = `
  /* The badge says it in a sentence; a choice is offered where there is one. */
  .MuiAlert-root, html:not(.has-choice) .MuiButton-colorInherit { display: none !important; }
  body, select, .MuiButton-root { font-family: "Source Sans", sans-serif !important; }
  select, .MuiButton-root { font-size: 1rem !important; }
  /* As high as before: the frame's height was measured without this dress. */
  .MuiButton-root { line-height: 1.5 !important; }
  .MuiButton-root { border-radius: 0.5rem !important; box-shadow: none !important; text-transform: none !important; }
`;

/** @typedef {{ nodeValue: string | null, nextSibling: TextLike | null }} TextLike a node, as far as words go */

/**
 * Styles the frame and keeps its words ours, also in what it draws later.
 *
 * @param {Document} frame
 * @param {Record<string, string>} words what the frame says -> what it says here
 */
export function dressFrame(frame, words) {
  const style = frame.createElement("style");
  style.textContent = FRAME_STYLE;
  frame.head.append(style);
  const say = () => translate(textsOf(frame), words);
  new MutationObserver(say).observe(frame.body, { childList: true, subtree: true });
  say();
}

/** @param {Document} frame */
function* textsOf(frame) {
  const texts = frame.createTreeWalker(frame.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) yield texts.currentNode;
}

/**
 * Whole texts are replaced; of a heading like `Camera (Video input)`, where the browser's own words stand in brackets, these go.
 *
 * @param {Iterable<TextLike>} texts
 * @param {Record<string, string>} words
 */
export function translate(texts, words) {
  for (const text of texts) {
    const theirs = text.nodeValue ?? "";
    if (theirs === " (") empty(text);
    else if (Object.hasOwn(words, theirs)) text.nodeValue = words[theirs];
  }
}

/** @param {TextLike} first it and all that follow in the same element */
function empty(first) {
  for (let next = /** @type {TextLike | null} */ (first); next; next = next.nextSibling) next.nodeValue = "";
}
