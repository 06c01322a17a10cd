import type { Forms } from "./sentences.js";

/** What `pages/moderator/case_screen.py` gives the review screen: one case, its sentences in the reader's language. Times: seconds of the session. */
export type VerdictKind = "confirm" | "dismiss" | "unsure";

export interface CasePicture {
  src: string;
  at: number;
  time: string;
  moment: string;
  isPeak: boolean;
  colour: string;
  sentence: string;
  missing: string;
}

export interface Allegation {
  label: string;
  colour: string;
  onset: number;
  offset: number;
  span: string;
  why: string;
  /** Address of the page that says how often the check is right; none for what a person added. */
  reliability?: string;
}

export interface TechnicalState {
  label: string;
  onset: number;
  offset: number;
  span: string;
  why: string;
}

export interface StandingVerdict {
  /** Null while the server has not acknowledged it. */
  id: string | null;
  kind: VerdictKind;
  reason: string | null;
  by: string;
  isOwn: boolean;
}

/** An incident that a person added, or the mute that covers one. */
export interface Appended {
  id: string;
  by: string;
  isOwn: boolean;
}

export interface CaseIncident {
  number: number;
  onset: number;
  offset: number;
  span: string;
  violations: string[];
  signals: string[];
  alleged: Allegation[];
  states: TechnicalState[];
  pictures: CasePicture[];
  verdict: StandingVerdict | null;
  added: Appended | null;
  muted: Appended | null;
  /** The violation whose second face can be muted. */
  mutable: string | null;
}

export interface CaseVideo {
  src: string;
  /** Second of the session at which it begins. */
  start: number;
  length: number;
}

export interface CaseQuestion {
  number: number;
  text: string;
  at: number;
}

/** A moment that a moderator marked while the session ran. */
export interface CaseMark {
  at: number;
  /** Who marked it, and the words. */
  sentence: string;
}

export interface Preset {
  id: string;
  text: string;
}

export interface CaseData {
  language: string;
  /** Another one with each run that the screen asked for. */
  run: number;
  actor: string;
  name: string;
  session: string;
  code: string;
  review: string;
  revision: number;
  csrf: string;
  length: number;
  canJudge: boolean;
  /** Decisions that can be taken, each by its id. */
  kinds: { id: string }[];
  incidents: CaseIncident[];
  gaps: { onset: number; offset: number }[];
  questions: CaseQuestion[];
  marks: CaseMark[];
  video: CaseVideo | null;
  videoSays: string;
  reference: string;
  traces: string;
  /** What something beside the screen asked for; each asking is followed once. */
  focus: { number: number; asked: number } | null;
  /** A decision about this case that its moderator can still take back. */
  ownHeld: { kind: { id: string }; seconds: number } | null;
  /** Degrees, degrees, degrees for each width of the eye, score. */
  limits: { yaw: number; gaze: number; eye: number; phone: number };
  verdicts: Record<VerdictKind, { button: string; said: string; sign: string; help: string }>;
  reasons: Preset[];
  decisions: Record<string, { button: string; help: string; done: string }>;
  presets: Record<string, Preset[]>;
  /** What a person can say happened. */
  types: Preset[];
  said: Record<string, string>;
  /** A decision that can be taken back, by plural forms. */
  held: Forms;
  /** Each key with what it does. */
  keys: Preset[];
}

/** The looks of one session, column by column; null where nothing was measured. */
export interface Traces {
  at: number[];
  yaw: (number | null)[];
  pitch: (number | null)[];
  gaze: (number | null)[];
  phone: (number | null)[];
  faces: ([number, number, number, number][] | null)[];
  phones: ([number, number, number, number] | null)[];
  rest_yaw: number | null;
  rest_gaze: number | null;
}
