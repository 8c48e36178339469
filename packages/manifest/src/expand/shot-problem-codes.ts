/** What can be wrong with shots: their matrix, templates, keyframes, ids and prompts. */
export const SHOT_PROBLEM_CODES = {
  "aspect-ratio-missing": {
    severity: "error",
    title: "A reframe does not say its new shape",
    explain:
      "A reframe is a video in another shape, so `aspect_ratio` must be said, on it or in the defaults.",
    hint: 'Add `aspect_ratio: "9:16"`, or the shape that is wanted.',
  },
  "camera-unknown": {
    severity: "error",
    title: "A camera motion is not known",
    explain:
      "`camera` takes the motion words of the guide and the names of Luma's concepts; it must be one of them, because it becomes a concept or a tested phrase.",
    hint: "Use a known word such as orbit, dolly in, pan left, crane up or static, or describe the motion in the prompt.",
  },
  "catalog-missing": {
    severity: "error",
    title: "`for_each: product` without a catalog",
    explain: "A shot is to be made for each product, but the manifest names no catalog to take them from.",
    hint: "Add `catalog: {file: products.csv}`.",
  },
  "catalog-nothing-left": {
    severity: "warning",
    title: "The catalog's condition lets no product through",
    explain: "`where` holds for none of the products, so the shots over the catalog are none.",
    hint: "Check the condition against a row of the catalog.",
  },
  "catalog-unused": {
    severity: "warning",
    title: "The catalog is not used",
    explain: "A catalog is named, but no shot has `for_each: product`.",
    hint: "Add `for_each: product` to a shot, or take the catalog out.",
  },
  "concept-unknown": {
    severity: "warning",
    title: "A concept is not among those that Luma is known to have",
    explain: "The key is sent as it is; if the API does not have it, the generation is refused.",
    hint: "Ask the API for its list, or use `camera` with a plain word.",
  },
  "edit-auto": {
    severity: "error",
    title: "An edit lets the API choose and chooses itself",
    explain: "With `auto: true` the API decides how far to leave the source and what to hold on to.",
    hint: "Take out `auto`, or `strength` and `controls`.",
  },
  "empty-field": {
    severity: "error",
    title: "A product's field that a template uses is empty",
    explain:
      "The field exists, but some products have nothing in it, so that their prompt, keyframe or id would have a hole.",
    hint: 'Fill the field in the catalog, leave these products out with `where`, or say what to use instead: {{ … | default: "…" }}.',
  },
  "equal-requests": {
    severity: "warning",
    title: "Two shots ask for the same clip",
    explain: "Everything that changes the clip is the same in both; each of them is made and paid for.",
    hint: "For several tries at one clip use `takes`; otherwise remove one, or make them differ.",
  },
  "extend-keyframe": {
    severity: "error",
    title: "An extension has two beginnings, or two ends",
    explain:
      "The source of an extension is its first frame, or with `direction: backward` its last one; a keyframe at the same end would be a second one.",
    hint: "Take out that keyframe; a picture at the other end may stay.",
  },
  "extend-source": {
    severity: "error",
    title: "Only a clip that the API has made can be extended",
    explain: "The APIs go on from generations of the same account, not from videos on the web or on disk.",
    hint: "Name a shot, {shot: id}, or a generation, {generation: id}.",
  },
  "extra-known-field": {
    severity: "error",
    title: "`extra` sets a field that shotlist sets itself",
    explain: "`extra` is for fields that shotlist does not know yet; a known one would be set twice.",
    hint: "Use the shot's own field.",
  },
  "field-not-of-kind": {
    severity: "error",
    title: "A shot says something that its kind does not have",
    explain:
      "A still has no duration, an edit takes its length from its source, and so on. Only what stands at the shot itself is reported: defaults that do not apply are left out.",
    hint: "Take the field out, or set the kind that is meant.",
  },
  "id-duplicate": {
    severity: "error",
    title: "Two shots have the same id",
    explain:
      "Ids name shots in the state and folders on disk, so they must differ in more than case or the way a letter is encoded.",
    hint: "Change one of the ids.",
  },
  "id-unsafe": {
    severity: "error",
    title: "An id cannot name a folder",
    explain:
      "Clips are kept in a folder of that name on any system: no separators, no `..`, no control characters, no Windows device names, no dot at the end, at most 100 characters.",
    hint: "Use letters, digits, `-`, `_` and `.`; in a template, `| slug` makes them.",
  },
  "keyframe-at": {
    severity: "error",
    title: "The moment of a keyframe cannot be used",
    explain:
      "In a list each keyframe has a moment of its own: a frame from 0, at 24 frames a second, or seconds.",
    hint: "Write a frame such as 60, or seconds such as 2.5s.",
  },
  "keyframe-form": {
    severity: "error",
    title: "A keyframe's parts do not belong together",
    explain: "A keyframe has one source: an address, a generation, a shot or a file.",
    hint: "Write a URL, {shot: id}, {generation: id} or {file: path}.",
  },
  "keyframe-id": {
    severity: "error",
    title: "A generation's id cannot be right",
    explain: "Ids of generations are letters, digits, `-` and `_`.",
    hint: "Copy the id from the API or from `shotlist status`.",
  },
  "keyframe-url": {
    severity: "error",
    title: "A keyframe's address cannot be fetched",
    explain: "The API fetches pictures itself, over http or https, from a public address.",
    hint: "Give an address that begins with https://.",
  },
  "matrix-empty": {
    severity: "error",
    title: "A matrix gives no combination",
    explain: "Everything is excluded, or there are no lists.",
    hint: "Add values, or loosen `exclude`.",
  },
  "matrix-exclude-unused": {
    severity: "warning",
    title: "An `exclude` matches nothing",
    explain:
      "No combination has all of these values, so the entry has no effect; often a value is misspelled.",
    hint: "Write the values exactly as in the lists.",
  },
  "matrix-key-unused": {
    severity: "warning",
    title: "A matrix key has no effect",
    explain: "It is neither a field of a shot nor used in a template, so its shots differ only in their ids.",
    hint: "Use it as {{ matrix.key }}, or correct its name.",
  },
  "matrix-repeated-value": {
    severity: "error",
    title: "A matrix list has a value twice",
    explain: "Both would give the same shot.",
    hint: "Remove one; for several tries use `takes`.",
  },
  "matrix-too-large": {
    severity: "error",
    title: "A matrix has too many combinations",
    explain: "One entry may give at most 10,000 combinations; more is taken for a mistake.",
    hint: "Split the entry, or shorten the lists.",
  },
  "matrix-unknown-key": {
    severity: "error",
    title: "An `exclude` names a key that the matrix does not have",
    explain: "Only lists of the matrix can be excluded from.",
    hint: "Correct the key.",
  },
  "matrix-value-name": {
    severity: "error",
    title: "A matrix value that is a map has no name",
    explain: "Its `name` becomes part of the id, so that ids stay the same when other values change.",
    hint: "Add `name:` to it.",
  },
  "matrix-variable-missing": {
    severity: "error",
    title: "A template uses a matrix variable that some combinations lack",
    explain: "Variables that an `include` adds exist only in the combinations that it fits.",
    hint: 'Add the variable to the other combinations, or use {{ … | default: "…" }}.',
  },
  "product-picture-unused": {
    severity: "warning",
    title: "A product's own picture is not used",
    explain:
      "Starting from the product's picture is the surest way to a clip that shows the product as it is.",
    hint: 'Add `keyframes: {frame0: "{{ product.image }}"}`.',
  },
  "prompt-contradicts-camera": {
    severity: "warning",
    title: "The prompt and the camera ask for different motions",
    explain: "The model cannot do both in one clip, and will do either or neither.",
    hint: "Take one of them out.",
  },
  "prompt-contradicts-itself": {
    severity: "warning",
    title: "The prompt asks for two motions that exclude each other",
    explain: "The model cannot do both in one clip, and will do either or neither.",
    hint: "Leave one motion, or make two shots.",
  },
  "prompt-long": {
    severity: "warning",
    title: "The prompt is longer than 200 words",
    explain: "Longer prompts do not improve the clip.",
    hint: "Say only what is seen and how the camera moves.",
  },
  "prompt-without-motion": {
    severity: "warning",
    title: "The prompt says nothing of the camera",
    explain: "Clips are best when the prompt says how the camera moves or that it stands still.",
    hint: "Add a motion to the prompt, or set `camera`, such as `camera: orbit`.",
  },
  "shot-cycle": {
    severity: "error",
    title: "Shots wait for each other in a circle",
    explain: "Each would be made from the other, so none could ever begin.",
    hint: "Take one of the keyframes or sources out of the circle.",
  },
  "shot-empty": {
    severity: "error",
    title: "A shot has neither a prompt nor a keyframe",
    explain: "There is nothing to make a clip of.",
    hint: "Give it a prompt, or a keyframe.",
  },
  "shot-needs-itself": {
    severity: "error",
    title: "A shot is made from itself",
    explain: "Its clip would have to exist before it is made.",
    hint: "Name another shot.",
  },
  "shot-unknown": {
    severity: "error",
    title: "A keyframe, source or reference names a shot that does not exist",
    explain: "`{shot: id}` takes the id as it is after templates and the matrix.",
    hint: "Use the id of a shot of this manifest.",
  },
  "source-form": {
    severity: "error",
    title: "The source of a shot cannot be understood",
    explain:
      "A source is one video: an address, a generation, a shot or a file; only that of a shot is measured for you.",
    hint: "Write a URL, {shot: id}, {generation: id, seconds: 5} or {file: path, seconds: 5}.",
  },
  "source-missing": {
    severity: "error",
    title: "An extension, an edit or a reframe has no source",
    explain: "These kinds are made from another video.",
    hint: "Add `source: {shot: id}`, or another form of it.",
  },
  "unreadable-measure": {
    severity: "error",
    title: "An aspect ratio, resolution or duration cannot be read",
    explain: "They are written like 16:9, 720p and 5s; spreadsheets like to turn them into times and dates.",
    hint: "Write it like 16:9, 720p or 5s; in spreadsheets format the column as text.",
  },
} as const;
