import type { CameraMotion } from "../shot.ts";

/** A camera motion with what else it is called. */
export interface Motion extends CameraMotion {
  /** Other words for it. */
  readonly also: readonly string[];
  /** The word of the motion that cannot happen at the same time. */
  readonly against?: string;
}

/**
 * Camera motions in plain words. Concept keys are those that Luma's Ray 2 lists; the words are those that
 * its guide says the model understands.
 */
export const MOTIONS: readonly Motion[] = [
  {
    word: "orbit",
    concept: "orbit_left",
    phrase: "camera slowly orbiting around the subject",
    also: ["orbiting", "rotate around", "rotating around", "360 degree", "360 degrees", "turntable"],
  },
  {
    word: "orbit left",
    concept: "orbit_left",
    phrase: "camera slowly orbiting left around the subject",
    also: [],
    against: "orbit right",
  },
  {
    word: "orbit right",
    concept: "orbit_right",
    phrase: "camera slowly orbiting right around the subject",
    also: [],
    against: "orbit left",
  },
  {
    word: "dolly in",
    concept: "push_in",
    phrase: "camera dollying in",
    also: ["dolly forward"],
    against: "dolly out",
  },
  {
    word: "dolly out",
    concept: "pull_out",
    phrase: "camera dollying out",
    also: ["dolly back", "dolly backward"],
    against: "dolly in",
  },
  {
    word: "push in",
    concept: "push_in",
    phrase: "camera slowly pushing in",
    also: ["pushing in"],
    against: "pull back",
  },
  {
    word: "pull back",
    concept: "pull_out",
    phrase: "camera slowly pulling back",
    also: ["pull out", "pulling back", "pulling out"],
    against: "push in",
  },
  {
    word: "dolly zoom",
    concept: "dolly_zoom",
    phrase: "dolly zoom effect",
    also: ["vertigo", "vertigo effect"],
  },
  {
    word: "pan left",
    concept: "pan_left",
    phrase: "camera panning left",
    also: ["panning left"],
    against: "pan right",
  },
  {
    word: "pan right",
    concept: "pan_right",
    phrase: "camera panning right",
    also: ["panning right"],
    against: "pan left",
  },
  {
    word: "tilt up",
    concept: "tilt_up",
    phrase: "camera tilting up",
    also: ["tilting up"],
    against: "tilt down",
  },
  {
    word: "tilt down",
    concept: "tilt_down",
    phrase: "camera tilting down",
    also: ["tilting down"],
    against: "tilt up",
  },
  {
    word: "crane up",
    concept: "crane_up",
    phrase: "camera craning up",
    also: ["cranes up", "craning up"],
    against: "crane down",
  },
  {
    word: "crane down",
    concept: "crane_down",
    phrase: "camera craning down",
    also: ["cranes down", "craning down"],
    against: "crane up",
  },
  {
    word: "pedestal up",
    concept: "pedestal_up",
    phrase: "camera rising straight up",
    also: [],
    against: "pedestal down",
  },
  {
    word: "pedestal down",
    concept: "pedestal_down",
    phrase: "camera sinking straight down",
    also: [],
    against: "pedestal up",
  },
  {
    word: "truck left",
    concept: "truck_left",
    phrase: "camera trucking left",
    also: ["trucking left"],
    against: "truck right",
  },
  {
    word: "truck right",
    concept: "truck_right",
    phrase: "camera trucking right",
    also: ["trucking right"],
    against: "truck left",
  },
  {
    word: "roll left",
    concept: "roll_left",
    phrase: "camera rolling left",
    also: ["rolling left"],
    against: "roll right",
  },
  {
    word: "roll right",
    concept: "roll_right",
    phrase: "camera rolling right",
    also: ["rolling right"],
    against: "roll left",
  },
  {
    word: "zoom in",
    concept: "zoom_in",
    phrase: "camera zooming in",
    also: ["zooming in"],
    against: "zoom out",
  },
  {
    word: "zoom out",
    concept: "zoom_out",
    phrase: "camera zooming out",
    also: ["zooming out"],
    against: "zoom in",
  },
  {
    word: "aerial",
    concept: "aerial",
    phrase: "aerial view, camera rising",
    also: ["aerial rising", "aerial shot", "aerial view"],
  },
  {
    word: "aerial drone",
    concept: "aerial_drone",
    phrase: "aerial drone shot",
    also: ["drone", "drone shot", "flyover"],
  },
  {
    word: "tracking shot",
    phrase: "tracking shot that follows the subject",
    also: ["tracking", "track", "follow", "following shot"],
  },
  { word: "steadicam", phrase: "smooth steadicam movement", also: [] },
  { word: "rack focus", phrase: "rack focus", also: [] },
  { word: "handheld", concept: "handheld", phrase: "handheld camera", also: ["hand held"] },
  { word: "bolt cam", concept: "bolt_cam", phrase: "fast robotic camera move", also: ["bolt"] },
  {
    word: "static",
    concept: "static",
    phrase: "static camera, locked off",
    also: ["static camera", "static shot", "locked off", "tripod", "still camera"],
  },
  { word: "pov", concept: "pov", phrase: "point of view shot", also: ["point of view"] },
  { word: "selfie", concept: "selfie", phrase: "selfie shot", also: [] },
  { word: "overhead", concept: "overhead", phrase: "overhead shot", also: ["top down", "bird s eye"] },
  { word: "low angle", concept: "low_angle", phrase: "low angle shot", also: [] },
  { word: "high angle", concept: "high_angle", phrase: "high angle shot", also: [] },
  { word: "eye level", concept: "eye_level", phrase: "eye level shot", also: [] },
  { word: "ground level", concept: "ground_level", phrase: "ground level shot", also: [] },
  { word: "over the shoulder", concept: "over_the_shoulder", phrase: "over the shoulder shot", also: [] },
  {
    word: "elevator doors",
    concept: "elevator_doors",
    phrase: "elevator doors opening onto the scene",
    also: [],
  },
  { word: "tiny planet", concept: "tiny_planet", phrase: "tiny planet effect", also: [] },
];
