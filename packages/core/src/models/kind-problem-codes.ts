/** Problems of stills, edits and reframes, and of what any shot is made from, by code. Codes are permanent. */
export const KIND_PROBLEM_CODES = {
  "kind-not-made": {
    severity: "error",
    title: "Model that does not make this kind of shot",
    explain: "Videos, edits and reframes are made by Ray, stills by Photon and Uni.",
    hint: "Name a model that makes it.",
  },
  "keyframe-beyond-end": {
    severity: "error",
    title: "Keyframe after the end of the clip",
    explain: "Keyframes in a list stand on a grid of 24 frames a second: 0 to 120 in 5s, 0 to 240 in 10s.",
    hint: "Move it, or make the clip longer.",
  },
  "file-too-large": {
    severity: "error",
    title: "Local file that is too large",
    explain:
      "The Agents API reads pictures of up to 50 MB and 8000 pixels a side and videos of up to 200 MB, Dream Machine videos of up to 100 MB.",
    hint: "Make it smaller.",
  },
  "file-not-media": {
    severity: "error",
    title: "Local file that is no picture and no video",
    explain:
      "Luma reads JPEG, PNG, WebP and GIF pictures and MP4 and MOV videos. What a file is, its content says, not its name.",
    hint: "Save it in one of these forms, or name another file.",
  },
  "frame-not-taken": {
    severity: "error",
    title: "First or last frame where the model takes none",
    explain:
      "An edit takes a first frame and no last one. A reframe takes a first frame on Dream Machine, none on the Agents API.",
    hint: "Take the keyframe out.",
  },
  "input-not-picture": {
    severity: "error",
    title: "Clip where a picture is needed",
    explain:
      "References, keyframes in a list and the first frame of an edit are pictures. A clip can be a source, or be continued.",
    hint: "Name a picture or a shot of `kind: image`.",
  },
  "source-not-video": {
    severity: "error",
    title: "Still where a video is needed",
    explain: "Edits and reframes are made from videos; a still can be a keyframe or a reference.",
    hint: "Name a shot that makes a clip.",
  },
  "source-too-long": {
    severity: "error",
    title: "Source that is too long",
    explain: "The API would refuse the shot.",
    hint: "Use a shorter source.",
  },
  "source-length-doubtful": {
    severity: "warning",
    title: "Source that may be too long",
    explain: "Luma's own pages differ on how long the source of an edit may be. A refusal costs nothing.",
    hint: "Use a shorter source to be certain.",
  },
  "source-hdr-doubtful": {
    severity: "warning",
    title: "HDR source where standard range is made",
    explain:
      "ray-3.2 continues and reframes clips in standard range; what it does with an HDR one is not published.",
    hint: "Take hdr out of the shot that it is made from to be certain.",
  },
  "edit-strength-needed": {
    severity: "error",
    title: "Edit that does not say how far it goes",
    explain: "Dream Machine wants one of its nine strengths for every edit.",
    hint: "Add edit: {strength: flex_1}; adhere_1 changes least, reimagine_3 most.",
  },
  "edit-control-not-taken": {
    severity: "error",
    title: "Edit with controls that do not go",
    explain:
      "Dream Machine knows only the strength of an edit. On the Agents API `auto` stands alone, without strength and controls.",
    hint: "Keep strength alone.",
  },
  "too-many-references": {
    severity: "error",
    title: "More references than the model takes",
    explain: "The API would refuse the shot.",
    hint: "Leave some of them out.",
  },
  "still-option-not-taken": {
    severity: "error",
    title: "Option of a still that the model does not have",
    explain:
      "Photon weighs references and has neither styles nor web search; Uni has these and weighs nothing.",
    hint: "Take it out, or use another model.",
  },
} as const;
