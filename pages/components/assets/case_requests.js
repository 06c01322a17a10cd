// What the review screen sends to the API, and what it reads in the responses.

/** @import { CaseData, Traces } from "./case_data.d.ts" */
/** @import { Pressed, Returned } from "./verdict_queue.js" */

/** @type {Record<string, (incidents: any[], sent: any) => { id: string } | null | undefined>} */
const MADE = {
  verdict: (incidents, sent) => withMember(incidents, sent)?.verdict,
  mute: (incidents, { violation_id: violation }) => withMember(incidents, { violation_ids: [violation] })?.muted,
  added: (incidents, sent) => newestAddition(incidents, sent)?.added,
};
/** Times go through the database, which keeps microseconds. */
const SAME_S = 0.001;

/**
 * Fails where the server is out of reach, or its response is cut off. Status 401: nobody is signed in, or another sign-in than
 * the one that pressed, whose person may be another one.
 *
 * @param {Pressed} pressed
 * @param {string} csrf
 * @returns {Promise<Returned>}
 */
export async function post({ key, url, body }, csrf) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf, "Idempotency-Key": key },
    body: JSON.stringify(body),
  });
  if (answer.status === 403 && (await isOfAnotherSignIn(csrf))) return { status: 401, body: null };
  return { status: answer.status, body: await (answer.ok ? answer.json() : answer.json().catch(() => null)) };
}

/** @param {string} csrf of the sign-in that the page was drawn for */
async function isOfAnotherSignIn(csrf) {
  const answer = await fetch("/api/csrf");
  if (answer.status === 401) return true;
  if (!answer.ok) throw new Error(`expected a CSRF token, got status ${answer.status}`);
  return (await answer.json()).csrf_token !== csrf;
}

/**
 * Whether both would be drawn alike.
 *
 * @param {CaseData} one
 * @param {CaseData} other
 */
export function isSameCase(one, other) {
  const words = (/** @type {CaseData} */ { actor, session, revision, canJudge, incidents, video, ownHeld }) => {
    const said = incidents.map((one) => [one.violations, one.signals, one.verdict?.id, one.added?.id, one.muted?.id]);
    return JSON.stringify([actor, session, revision, canJudge, said, video, Boolean(ownHeld)]);
  };
  return words(one) === words(other);
}

/** @param {CaseData | undefined} before @param {CaseData} now @returns {boolean} whether the same person has the same case */
export function isContinued(before, now) {
  return before?.session === now.session && before.actor === now.actor;
}

/** @param {string} address @returns {Promise<Traces | null>} null: there are none, or the server is out of reach */
export async function fetchTraces(address) {
  const answer = await fetch(address).catch(() => null);
  /** @type {Traces | null} */
  const traces = answer?.ok ? await answer.json().catch(() => null) : null;
  return traces?.at.length ? traces : null;
}

/**
 * The id by which what a press made is taken back; null where it made nothing. Its incident may have another number by now: it is
 * known by what was sent.
 *
 * @param {any} body incidents of a session, as the API returns them
 * @param {Pressed} pressed
 * @returns {string | null}
 */
export function madeId(body, { act, body: sent }) {
  const made = MADE[act]?.(body?.incidents ?? [], sent);
  return made?.id ?? null;
}

/**
 * @param {any[]} incidents
 * @param {any} sent
 */
function withMember(incidents, { violation_ids: violations = [], signal_ids: signals = [] }) {
  const members = new Set([...violations, ...signals]);
  return incidents.find((one) => [...one.violation_ids, ...one.signal_ids].some((id) => members.has(id)));
}

/**
 * @param {any[]} incidents
 * @param {any} sent
 */
function newestAddition(incidents, { type, started_s: onset, ended_s: offset }) {
  const isClose = (/** @type {number} */ one, /** @type {number} */ other) => Math.abs(one - other) < SAME_S;
  const alike = incidents.filter(
    (one) => one.added && one.type === type && isClose(one.started_s, onset) && isClose(one.ended_s, offset),
  );
  return alike.sort((one, other) => Date.parse(other.added.at) - Date.parse(one.added.at))[0];
}
