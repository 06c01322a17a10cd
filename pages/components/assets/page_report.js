// Says every few seconds that this page is there and whether it is in view, and learns from the answer whether the server is.
const REPORT_MS = 4000;
const ANSWER_WITHIN_MS = 4000;

function pageReport(live, heard) {
  let timer = null;
  let isClosed = false;
  const { session, page } = live.data;
  const isHidden = () => document.visibilityState === "hidden";

  async function report() {
    clearTimeout(timer);
    const answer = await send();
    if (isClosed) return;
    heard(answer);
    clearTimeout(timer);
    timer = setTimeout(report, REPORT_MS);
  }

  async function send() {
    try {
      const { status } = await fetch(`/api/sessions/${session}/page`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": live.data.csrf },
        body: JSON.stringify({ page, is_hidden: isHidden() }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return status;
    } catch (error) {
      console.info("the server is out of reach:", error.name);
      return 0;
    }
  }

  const listening = new AbortController();
  document.addEventListener("visibilitychange", report, { signal: listening.signal });
  window.addEventListener("online", report, { signal: listening.signal });
  window.addEventListener("offline", () => heard(0), { signal: listening.signal });
  report();
  return () => {
    isClosed = true;
    clearTimeout(timer);
    listening.abort();
  };
}
