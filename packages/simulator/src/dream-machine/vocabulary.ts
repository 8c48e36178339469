/** Video models that Dream Machine takes; `ray-1-6` left in January 2026. */
export const RAY_MODELS: readonly string[] = ["ray-2", "ray-flash-2"];

/** Image models. */
export const PHOTON_MODELS: readonly string[] = ["photon-1", "photon-flash-1"];

/** Aspect ratios, a closed set in the schema. */
export const ASPECT_RATIOS: readonly string[] = ["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"];

/** Resolutions. The schema's set is open; what the server does with others is not documented. */
export const RESOLUTIONS: readonly string[] = ["540p", "720p", "1080p", "4k"];

/** Durations and their length in seconds; an open set, as resolutions. */
export const DURATIONS: Readonly<Record<string, number>> = { "5s": 5, "9s": 9 };

/** What an unset duration and resolution are charged and made as; the defaults are not documented. */
export const DEFAULT_DURATION = "5s";
export const DEFAULT_RESOLUTION = "720p";

/** Modes of modify. */
export const MODIFY_MODES: readonly string[] = ["adhere", "flex", "reimagine"].flatMap((mode) =>
  [1, 2, 3].map((strength) => `${mode}_${strength}`),
);

/** Where a source stands in a new frame, in pixels. */
export const FRAME_INTEGERS = [
  "grid_position_x",
  "grid_position_y",
  "x_start",
  "x_end",
  "y_start",
  "y_end",
  "resized_width",
  "resized_height",
] as const;

/** Concept keys, as published model references list them. */
export const CONCEPTS: readonly string[] = (
  "aerial aerial_drone bolt_cam crane_down crane_up dolly_zoom elevator_doors eye_level ground_level handheld " +
  "high_angle low_angle orbit_left orbit_right over_the_shoulder overhead pan_left pan_right pedestal_down " +
  "pedestal_up pov pull_out push_in roll_left roll_right selfie static tilt_down tilt_up tiny_planet truck_left " +
  "truck_right zoom_in zoom_out"
).split(" ");
