/** What `pages/moderator/gallery_grid.py` gives the gallery: incidents of several sessions, its sentences in the reader's language. */
import type { VerdictKind } from "./case_data.d.ts";

export interface GalleryPicture {
  src: string;
  moment: string;
  sentence: string;
  missing: string;
}

export interface GalleryVerdict {
  /** null: pressed, and not stored yet. */
  id: string | null;
  kind: VerdictKind;
  by: string;
  isOwn: boolean;
}

export interface GalleryTile {
  id: string;
  session: string;
  incident: number;
  label: string;
  colour: string;
  span: string;
  code: string;
  survey: string;
  when: string;
  facts: string;
  sentence: string;
  /** In order of time. */
  pictures: GalleryPicture[];
  /** Which of them shows most: that one stands on the tile. */
  best: number;
  violations: string[];
  signals: string[];
  verdict: GalleryVerdict | null;
  isMuted: boolean;
  canJudge: boolean;
  /** Why not, where it can't be judged. */
  why: string;
}

export interface GalleryData {
  /** Another one with each run that the gallery asked for. */
  run: number;
  actor: string;
  name: string;
  csrf: string;
  tiles: GalleryTile[];
  verdicts: Record<VerdictKind, { button: string; said: string; help: string; sign: string }>;
  said: Record<string, string>;
}
