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

function dressFrame(frame, words) {
  const style = frame.createElement("style");
  style.textContent = FRAME_STYLE;
  frame.head.append(style);
  const say = () => {
    const texts = frame.createTreeWalker(frame.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      text.nodeValue = words[text.nodeValue] ?? text.nodeValue;
      // " (", the browser's own words, ")".
      if (text.nodeValue === " (") for (let next = text; next; next = next.nextSibling) next.nodeValue = "";
    }
  };
  new MutationObserver(say).observe(frame.body, { childList: true, subtree: true });
  say();
}
